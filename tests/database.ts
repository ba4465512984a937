/** A real, migrated database for one test file. Run from the repository's root: `vitest run db`, `vitest run apps/api`, … */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestServer } from './global-setup.ts';

export interface TestDatabase {
  /** Owns the schema: for migrations and for reading without row-level security. */
  ownerUrl: string;
  /** The product's role: row-level security applies. */
  appUrl: string;
  /** Closes remaining connections and removes the database. */
  drop(): Promise<void>;
}

/** Clones the migrated template (about 30 ms). Throws when the run has no server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server: TestServer | undefined = inject('database');
  if (!server)
    throw new Error('no test database: run vitest from the root of the repository, e.g. `vitest run apps/api`');
  const { adminUrl, template, appRole, appPassword } = server;
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await query(adminUrl, `create database ${name} template ${template}`);
  // A clone has its template's tables and grants, but not the grants on the database itself.
  await query(adminUrl, `grant connect, temporary on database ${name} to ${appRole}`);
  const owner = new URL(adminUrl);
  owner.pathname = `/${name}`;
  const app = new URL(owner);
  app.username = appRole;
  app.password = appPassword;
  return {
    ownerUrl: owner.href,
    appUrl: app.href,
    drop: () => dropWhenQuiet(adminUrl, name),
  };
}

/** Waits for clients that are closing: a forced drop would make them throw after their test has ended. */
async function dropWhenQuiet(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const deadline = Date.now() + 2_000; Date.now() < deadline; await sleep(20)) {
      const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name]);
      if (rowCount === 0) break;
    }
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
