/**
 * Writes what a database of the baseline holds after a small project was filled, as rows in JSON: run it once per
 * release, `node tests/upgrade/write-fixture.ts 0001_baseline`, and keep the files of earlier releases.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createDb, sql, tenant } from '@curio/db';
import { migrate } from '@curio/db/migrate';
import pg from 'pg';
import { startPostgres } from '../../scripts/db/embedded-postgres.ts';

const release = process.argv[2] ?? '0001_baseline';
const workspaceId = 'wsp_upgrade';
const projectId = 'prj_upgrade';
const folder = mkdtempSync(join(tmpdir(), 'curio-fixture-'));
const server = await startPostgres({ dataDir: folder, port: 0, log: () => {}, settings: { io_method: 'sync' } });
const owner = new pg.Client({ connectionString: server.adminUrl });
const { appUrl } = await migrate(server.adminUrl, { appPassword: 'fixture' });
const db = createDb(appUrl, { applicationName: 'fixture', onConnectionError: () => undefined });
try {
  await owner.connect();
  await tenant(db, { workspaceId }, async (trx) => {
    await trx.insertInto('projects').values({ id: projectId, workspace_id: workspaceId, name: 'Films' }).execute();
    await sql`
      insert into items (workspace_id, project_id, item_id, title, categories)
      select ${workspaceId}, ${projectId}, 'i' || n, 'Film ' || n, array[case when n % 2 = 0 then 'even' else 'odd' end]
      from generate_series(0, 23) n`.execute(trx);
    await sql`
      insert into users (workspace_id, project_id, user_id)
      select ${workspaceId}, ${projectId}, 'u' || n from generate_series(0, 39) n`.execute(trx);
    for (const [kind, prefix, count] of [
      ['u', 'u', 40],
      ['i', 'i', 24],
    ] as const)
      await sql`
        select number_ids(p.number, ${kind}, array(select ${prefix} || n from generate_series(0, ${count - 1}::int) n))
        from projects p`.execute(trx);
    await sql`select number_ids(p.number, 't', array['view']) from projects p`.execute(trx);
    // Two groups of users that never share an item; one item in four of its group is left out for each user.
    await sql`
      insert into interactions (project_number, user_number, occurred_at, item_number, type_number)
      select p.number, u + 1, '2026-01-01'::timestamptz + (u * 31 + i * 17) * interval '1 minute', i + 1, 1
      from projects p, generate_series(0, 39) u, generate_series(0, 23) i
      where u % 2 = i % 2 and (u * 7 + i * 5) % 8 > 1`.execute(trx);
    await sql`
      insert into project_counts (project_number, slot, items, users, interactions)
      select p.number, 0, 24, 40, (select count(*) from interactions) from projects p`.execute(trx);
  });
  const rows: Record<string, unknown> = {};
  for (const table of ['projects', 'items', 'users', 'last_numbers', 'id_numbers', 'interactions', 'project_counts'])
    rows[table] = (await owner.query(`select coalesce(json_agg(t), '[]') as rows from ${table} t`)).rows[0].rows;
  const file = new URL(`./${release}.json.gz`, import.meta.url);
  writeFileSync(file, gzipSync(JSON.stringify(rows), { level: 9 }));
} finally {
  await db.destroy();
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
