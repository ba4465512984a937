/** One PostgreSQL for the run and one migrated template, which every test file clones (see database.ts). */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@curio/db/migrate';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../scripts/db/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    database: TestServer;
  }
}

export interface TestServer {
  /** May create databases and roles. */
  adminUrl: string;
  template: string;
  /** The app's role, shared by every clone: not an owner, no BYPASSRLS. */
  appRole: string;
  appPassword: string;
}

// No durability: a crash ends the test run in any case.
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  io_method: 'sync',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env.DATABASE_URL;
  const dataDir = outside ? undefined : mkdtempSync(join(tmpdir(), 'curio-test-'));
  const lines: string[] = [];
  const server = dataDir
    ? await startPostgres({ dataDir, port: 0, settings: FAST, log: (line) => lines.push(line) })
    : undefined;
  const adminUrl = outside ?? (server?.adminUrl as string);
  const run = randomBytes(4).toString('hex');
  const template = `curio_test_${run}`;
  const appRole = `${template}_app`;
  const appPassword = randomBytes(12).toString('hex');

  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`create database ${template}`);
  });
  await migrate(withDatabase(adminUrl, template), { appPassword, appRole });
  project.provide('database', { adminUrl, template, appRole, appPassword });

  return async () => {
    if (server && dataDir) {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
      return;
    }
    await asAdmin(adminUrl, async (admin) => {
      const { rows } = await admin.query<{ datname: string }>('select datname from pg_database where datname like $1', [
        `${template}%`,
      ]);
      for (const { datname } of rows) await admin.query(`drop database if exists "${datname}" with (force)`);
      await admin.query(`drop role if exists ${appRole}, ${appRole}_auth`);
    });
  };
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function asAdmin(adminUrl: string, act: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await act(admin);
  } finally {
    await admin.end();
  }
}
