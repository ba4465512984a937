import { describe, expect, it } from 'vitest';
import { readEnv, servicesEnv } from '../src/platform/env.ts';

const good = { DATABASE_URL: 'postgres://localhost/curio', CURIO_SECRET: 'x'.repeat(32) };

describe('a wrong environment variable', () => {
  it.each([
    ['CURIO_DB_POOL', '1', /from 2 to 500/],
    ['CURIO_DB_POOL', 'many', /from 2 to 500/],
    ['CURIO_LOG_LEVEL', 'verbose', /must be one of .*debug.*error/],
    ['CURIO_WEBHOOKS_ALLOW_PRIVATE', 'perhaps', /true or false/],
    ['CURIO_SECRET', 'short', /32 characters/],
    ['DATABASE_URL', 'mysql://localhost', /postgres:\/\//],
  ])('%s=%s: one sentence that names it and what it may be', (name, value, says) => {
    expect(() => readEnv(servicesEnv, { ...good, [name]: value })).toThrow(says);
    expect(() => readEnv(servicesEnv, { ...good, [name]: value })).toThrow(new RegExp(`^${name} must [^\\n]*\\.$`));
  });
});
