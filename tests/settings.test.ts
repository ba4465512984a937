import { describe, expect, it } from 'vitest';
import { readSettings } from '../scripts/settings/settings.ts';

describe('the settings of npm start', () => {
  it('have defaults', () => {
    expect(readSettings({})).toMatchObject({
      studioPort: 3000,
      apiPort: 4000,
      postgresPort: 5433,
      apiUrl: 'http://localhost:4000',
      studioUrl: 'http://localhost:3000',
      databaseUrl: undefined,
      demo: true,
    });
  });

  it('start no embedded database where DATABASE_URL names one', () => {
    const settings = readSettings({ DATABASE_URL: 'postgres://me:pass@db.example/curio', CURIO_PG_PORT: 'ignored' });
    expect(settings).toMatchObject({ postgresPort: undefined, databaseUrl: 'postgres://me:pass@db.example/curio' });
  });

  it.each([
    [{ CURIO_API_PORT: 'four' }, /CURIO_API_PORT must be a port/],
    [{ CURIO_STUDIO_PORT: '70000' }, /CURIO_STUDIO_PORT must be a port/],
    [{ CURIO_PG_PORT: '0' }, /CURIO_PG_PORT must be a port/],
    [{ CURIO_API_PORT: '3000' }, /CURIO_API_PORT and CURIO_STUDIO_PORT are both 3000/],
    [{ DATABASE_URL: 'localhost' }, /DATABASE_URL is not a URL/],
    [{ DATABASE_URL: 'mysql://localhost/curio' }, /DATABASE_URL must start with postgres/],
    [{ CURIO_STUDIO_URL: 'ftp://example' }, /CURIO_STUDIO_URL must start with http/],
    [{ CURIO_SECRET: 'short' }, /CURIO_SECRET must have at least 32/],
    [{ CURIO_DEMO: 'maybe' }, /CURIO_DEMO must be true or false/],
    [{ CURIO_LOG_LEVEL: 'verbose' }, /CURIO_LOG_LEVEL must be one of/],
    [{ CURIO_TRAINING_THREADS: 'many' }, /CURIO_TRAINING_THREADS must be a whole number/],
    [{ CURIO_MAX_UPLOAD_MB: '-1' }, /CURIO_MAX_UPLOAD_MB/],
  ])('refuse %o with a sentence that names the variable', (env, sentence) => {
    expect(() => readSettings(env)).toThrow(sentence);
  });

  it('do not repeat an unreadable database address, which may contain a password', () => {
    expect(() => readSettings({ DATABASE_URL: 'hunter2' })).not.toThrow(/hunter2/);
  });
});
