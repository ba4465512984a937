import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../scripts/process/run-program.ts';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  healthcheck?: unknown;
  ports?: string[];
}

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, unknown> };
const services = Object.entries(compose.services);

/** Compose's interpolation of `${NAME:?sentence}` and `${NAME:-otherwise}`; throws where a required one is missing. */
function interpolate(value: string, env: Record<string, string>): string {
  return value.replace(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string) => {
    if (env[name]) return env[name];
    if (kind === '-') return rest;
    throw new Error(`${name}: ${rest ?? 'is not set'}`);
  });
}
const everyValue = (service: Service) => Object.values(service.environment ?? {});

describe('docker-compose.yml', () => {
  it('has the four parts of the system, and a step that migrates before they start', () => {
    expect(services.map(([name]) => name).sort()).toEqual(['api', 'migrate', 'postgres', 'studio', 'worker']);
    for (const name of ['api', 'worker']) {
      expect(compose.services[name]!.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    }
  });

  it('contains no default secret: a missing one stops it with a sentence', () => {
    const env = { POSTGRES_PASSWORD: 'p'.repeat(20), CURIO_APP_PASSWORD: 'a'.repeat(20), CURIO_SECRET: 's'.repeat(40) };
    const fill = (given: Record<string, string>) =>
      services.flatMap(([, service]) => everyValue(service).map((value) => interpolate(value, given)));
    expect(fill(env).join('\n')).toContain(`postgres://curio_app:${'a'.repeat(20)}@postgres:5432/curio`);
    for (const name of Object.keys(env)) {
      expect(() => fill(Object.fromEntries(Object.entries(env).filter(([other]) => other !== name)))).toThrow(
        new RegExp(`${name}: (set ${name}|is not set)`),
      );
    }
  });

  it('names only volumes and services that it declares', () => {
    for (const [, service] of services) {
      for (const other of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(other);
      for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(':')[0]!);
    }
  });

  it('gives the studio no database address, and the password of the owner to postgres and migrate only', () => {
    expect(Object.keys(compose.services.studio!.environment ?? {})).not.toContain('DATABASE_URL');
    const withOwner = services.filter(([, service]) =>
      everyValue(service).some((value) => value.includes('POSTGRES_PASSWORD')),
    );
    expect(withOwner.map(([name]) => name).sort()).toEqual(['migrate', 'postgres']);
  });

  it('builds every app from a Dockerfile that runs as a plain user and has a health check', () => {
    for (const [, { build }] of services.filter(([, service]) => service.build)) {
      expect(existsSync(join(ROOT, build!.dockerfile))).toBe(true);
      const last = readFileSync(join(ROOT, build!.dockerfile), 'utf8')
        .split(/^FROM /m)
        .at(-1)!;
      expect(last).toMatch(/^USER node$/m);
      expect(last).toMatch(/^HEALTHCHECK /m);
      expect(last.indexOf('\nUSER node')).toBeLessThan(last.indexOf('\nCMD '));
      expect(last).toMatch(/^COPY --from=build \/curio\/dist\/\w+ /m);
    }
  });
});
