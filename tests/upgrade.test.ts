import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { migrateTables } from '@curio/db/migrate';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { sendEvents } from '../packages/core/src/events/send-events.ts';
import { getModel } from '../packages/core/src/models/registry/get-model.ts';
import { getProject } from '../packages/core/src/projects/get-project.ts';
import { startCore, type TestCore, train } from '../packages/core/test/start-core.ts';

let core: TestCore | undefined;
afterEach(() => core?.stop());

const folder = new URL('./upgrade/', import.meta.url);
const releases = readdirSync(folder)
  .filter((name) => name.endsWith('.json.gz'))
  .map((name) => name.replace('.json.gz', ''));

it.each(releases)(
  'a database of %s with data is migrated, and takes events, trains and counts as before',
  async (release) => {
    core = await startCore();
    const pool = new pg.Pool({ connectionString: core.database.ownerUrl, max: 1 });
    await migrateTables(core.database.ownerUrl, release);
    const tables = JSON.parse(gunzipSync(readFileSync(new URL(`${release}.json.gz`, folder))).toString());
    await pool.query('set session_replication_role = replica');
    for (const [table, rows] of Object.entries(tables))
      await pool.query(
        `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      );
    await pool.query('set session_replication_role = origin');
    // Two imports whose mappings have own fields: the later one gave `size` another type.
    for (const [number, columns] of [
      { size: { field: 'custom', name: 'size', type: 'text' }, Colour: { field: 'custom' } },
      { s: { field: 'custom', name: 'size', type: 'number' }, title: { field: 'title' } },
    ].entries())
      await pool.query(
        `insert into imports (id, workspace_id, project_id, number, kind, filename, bytes, storage_key, phase, detected, columns,
           preview, mapping)
         values ('imp_' || $1, 'wsp_upgrade', 'prj_upgrade', 1000 + $1::int, 'items', 'a.csv', 1, 'key', 'applied', '{}', '[]', '[]', $2)`,
        [number, JSON.stringify({ columns })],
      );
    await migrateTables(core.database.ownerUrl);
    // As the whole migration does: tables and functions that were added are the owner's.
    const role = pg.escapeIdentifier(new URL(core.database.appUrl).username);
    await pool.query(`grant select, insert, update, delete on all tables in schema public to ${role}`);
    await pool.query(`grant execute on all functions in schema public to ${role}`);
    await pool.end();

    const { rows: own } = await core.owner.query(
      `select name, type from custom_fields where project_id = 'prj_upgrade' and kind = 'i' order by name`,
    );
    expect(own).toEqual([
      { name: 'Colour', type: 'category' },
      { name: 'size', type: 'number' },
    ]);
    const context = { ...core.context, workspaceId: 'wsp_upgrade' };
    const upgraded = { ...core, context };
    const before = (await getProject(context, 'prj_upgrade')).counts;
    expect(before).toMatchObject({ items: 24, users: 40 });
    const event = { userId: 'u0', itemId: 'i2', type: 'purchase', timestamp: '2026-02-01T00:00:00Z', eventId: 'one' };
    for (let i = 0; i < 2; i++) await sendEvents(context, 'prj_upgrade', [event]);
    expect((await getProject(context, 'prj_upgrade')).counts.interactions).toBe(before.interactions + 1);
    const version = await train(upgraded, 'prj_upgrade', { algorithm: 'item-knn' });
    expect(await getModel(context, 'prj_upgrade', version)).toMatchObject({ status: 'ready', problem: null });
  },
);
