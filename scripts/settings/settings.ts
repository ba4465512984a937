/** The environment of `npm start`, checked once; a wrong value is one sentence that names its variable. */
import { resolve } from 'node:path';
import { apiEnv } from '../../apps/api/src/env.ts';
import { workerEnv } from '../../apps/worker/src/config/env.ts';
import { ROOT } from '../process/run-program.ts';

export interface Settings {
  dataDir: string;
  studioPort: number;
  apiPort: number;
  /** Undefined where DATABASE_URL names an outside server. */
  postgresPort: number | undefined;
  databaseUrl: string | undefined;
  studioUrl: string;
  apiUrl: string;
  demo: boolean;
  /** Given, or else generated into the data folder. */
  secret: string | undefined;
}

/** A fault that the operator can fix: shown as a sentence, without a stack. */
export class StartError extends Error {}

export function portTaken(port: number, variable: string): StartError {
  return new StartError(`port ${port} is taken: stop the program that uses it, or set ${variable} to a free port`);
}

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl && !/^postgres(ql)?:$/.test(parseUrl('DATABASE_URL', databaseUrl).protocol)) {
    throw new StartError('DATABASE_URL must start with postgres://');
  }
  const studioPort = readPort(env, 'CURIO_STUDIO_PORT', 3000);
  const apiPort = readPort(env, 'CURIO_API_PORT', 4000);
  const postgresPort = databaseUrl ? undefined : readPort(env, 'CURIO_PG_PORT', 5433);
  const ports = new Map([[studioPort, 'CURIO_STUDIO_PORT']]);
  for (const [port, name] of [
    [apiPort, 'CURIO_API_PORT'],
    [postgresPort, 'CURIO_PG_PORT'],
  ] as const) {
    if (port === undefined) continue;
    if (ports.has(port)) throw new StartError(`${name} and ${ports.get(port)} are both ${port}: they must differ`);
    ports.set(port, name);
  }
  const secret = env.CURIO_SECRET || undefined;
  if (secret && secret.length < 32) throw new StartError('CURIO_SECRET must have at least 32 characters');
  checkServices(env);
  return {
    dataDir: resolve(ROOT, env.CURIO_DATA_DIR || '.curio'),
    studioPort,
    apiPort,
    postgresPort,
    databaseUrl,
    studioUrl: readAddress(env, 'CURIO_STUDIO_URL', `http://localhost:${studioPort}`),
    apiUrl: readAddress(env, 'CURIO_API_URL', `http://localhost:${apiPort}`),
    demo: readSwitch(env, 'CURIO_DEMO', true),
    secret,
  };
}

/** The variables of the API and the worker, checked before anything is started. */
function checkServices(env: NodeJS.ProcessEnv): void {
  const given = Object.entries(env).filter(([, value]) => value !== '');
  // Generated or checked here, and never repeated in an error.
  const made = { DATABASE_URL: 'postgres://', CURIO_SECRET: '-'.repeat(32) };
  for (const schema of [apiEnv, workerEnv]) {
    const result = schema.safeParse({ ...Object.fromEntries(given), ...made });
    const issue = result.error?.issues[0];
    if (issue) throw new StartError(`${String(issue.path[0])} ${issue.message}`);
  }
}

function readPort(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new StartError(`${name} must be a port from 1 to 65535, not "${text}"`);
}

function readAddress(env: NodeJS.ProcessEnv, name: string, otherwise: string): string {
  const text = env[name];
  if (!text) return otherwise;
  const url = parseUrl(name, text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new StartError(`${name} must start with http:// or https://`);
  return text.replace(/\/+$/, '');
}

function readSwitch(env: NodeJS.ProcessEnv, name: string, otherwise: boolean): boolean {
  const text = env[name]?.toLowerCase();
  if (!text) return otherwise;
  if (['true', '1', 'on', 'yes'].includes(text)) return true;
  if (['false', '0', 'off', 'no'].includes(text)) return false;
  throw new StartError(`${name} must be true or false, not "${env[name]}"`);
}

/** The value itself is not repeated: it may contain a password. */
function parseUrl(name: string, text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new StartError(`${name} is not a URL`);
}
