import type { Import, ImportKind, ImportMode, Mapping } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { applyImport } from '../src/imports/apply-import.ts';
import { getImport } from '../src/imports/get-import.ts';
import { rejectedRows } from '../src/imports/rejected-rows.ts';
import { runImport } from '../src/imports/run-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { deleteProject } from '../src/projects/delete-project.ts';
import { mappingsWith } from './import-mappings.ts';
import {
  importFile,
  jobOf,
  newProject,
  purge,
  startCore,
  storedInteractions,
  type TestCore,
  upload,
} from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const mappings = mappingsWith();

const load = (projectId: string, kind: ImportKind, file: string, mode: ImportMode = 'upsert') =>
  importFile(core, projectId, { kind, file, mode, mapping: mappings[kind] });
/** read, kept, rejected, new, changed, unchanged, removed. */
const countsOf = (rows: Import['rows']) =>
  rows && [rows.read, rows.kept, rows.rejected, rows.new, rows.changed, rows.unchanged, rows.removed].join(' ');

async function itemsOf(projectId: string) {
  const { rows } = await core.owner.query<Record<string, unknown>>(
    'select item_id, title, price, custom, categories from items where project_id = $1 order by item_id',
    [projectId],
  );
  return rows.map((row) => [row.item_id, row.title, row.price, (row.custom as { colour?: string }).colour]);
}

describe('items', () => {
  const first = 'id,title,price,colour\n1,Lamp,10,red\n2,Chair,20,blue\n3,Desk,30,\n';
  const second = 'id,title,price,colour\n2,Stool,,green\n3,,35,\n4,Shelf,40,white\n';

  it.each([
    [
      'append',
      '3 3 0 1 0 2 0',
      [
        ['1', 'Lamp', 10, 'red'],
        ['2', 'Chair', 20, 'blue'],
        ['3', 'Desk', 30, undefined],
        ['4', 'Shelf', 40, 'white'],
      ],
    ],
    [
      'upsert',
      '3 3 0 1 2 0 0',
      [
        ['1', 'Lamp', 10, 'red'],
        ['2', 'Stool', 20, 'green'],
        ['3', 'Desk', 35, undefined],
        ['4', 'Shelf', 40, 'white'],
      ],
    ],
    [
      'replace',
      '3 3 0 1 2 0 1',
      [
        ['2', 'Stool', null, 'green'],
        ['3', null, 35, undefined],
        ['4', 'Shelf', 40, 'white'],
      ],
    ],
  ] as const)('by %s, with exact counts', async (mode, counts, left) => {
    const projectId = await newProject(core);
    expect(countsOf((await load(projectId, 'items', first)).rows)).toBe('3 3 0 3 0 0 0');
    expect(countsOf((await load(projectId, 'items', second, mode)).rows)).toBe(counts);
    expect(await itemsOf(projectId)).toEqual(left);
    // The same file again changes nothing.
    expect(countsOf((await load(projectId, 'items', second, mode)).rows)).toBe('3 3 0 0 0 3 0');
    expect(await itemsOf(projectId)).toEqual(left);
  });

  it('stay hidden when the next file has no value for it', async () => {
    const projectId = await newProject(core);
    const mapping: Mapping = { columns: { id: { field: 'itemId' }, off: { field: 'hidden' } } };
    await importFile(core, projectId, { kind: 'items', file: 'id,off\n1,yes\n2,yes\n3,no\n', mapping });
    const { rows } = await importFile(core, projectId, { kind: 'items', file: 'id,off\n1,\n2,no\n3,\n4,\n', mapping });
    expect(countsOf(rows)).toBe('4 4 0 1 1 2 0');
    const hidden = await core.owner.query('select item_id from items where project_id = $1 and hidden', [projectId]);
    expect(hidden.rows).toEqual([{ item_id: '1' }]);
  });

  it('of another project stay as they are', async () => {
    const [one, other] = [await newProject(core), await newProject(core)];
    await load(one, 'items', first);
    await load(other, 'items', first);
    await load(other, 'items', 'id,title,price,colour\n9,Rug,1,\n', 'replace');
    expect(await itemsOf(one)).toHaveLength(3);
    expect(await itemsOf(other)).toHaveLength(1);
  });
});

describe('users', () => {
  it.each([
    ['append', '2 2 0 1 0 1 0', ['a red', 'b blue', 'c ']],
    ['upsert', '2 2 0 1 1 0 0', ['a red', 'b green', 'c ']],
    ['replace', '2 2 0 1 1 0 1', ['b green', 'c ']],
  ] as const)('by %s, with exact counts', async (mode, counts, left) => {
    const projectId = await newProject(core);
    await load(projectId, 'users', 'id,colour\na,red\nb,blue\n');
    const file = 'id,colour\nb,green\nc,\n';
    expect(countsOf((await load(projectId, 'users', file, mode)).rows)).toBe(counts);
    expect(countsOf((await load(projectId, 'users', file, mode)).rows)).toBe('2 2 0 0 0 2 0');
    const { rows } = await core.owner.query<{ user_id: string; custom: { colour?: string } }>(
      'select user_id, custom from users where project_id = $1 order by 1',
      [projectId],
    );
    expect(rows.map((row) => `${row.user_id} ${row.custom.colour ?? ''}`)).toEqual(left);
  });
});

describe('interactions', () => {
  const first = 'user,item,value,at\na,1,5,2026-01-01\na,2,4,2026-01-02\nb,1,3,\n';
  const second = 'user,item,value,at\na,2,1,2026-01-02\nb,1,3,\nc,3,2,2026-01-03\n';
  it.each([
    ['append', '3 3 0 1 0 2 0', ['a1=5', 'a2=4', 'b1=3', 'c3=2']],
    ['upsert', '3 3 0 1 1 1 0', ['a1=5', 'a2=1', 'b1=3', 'c3=2']],
    ['replace', '3 3 0 1 1 1 1', ['a2=1', 'b1=3', 'c3=2']],
  ] as const)('by %s, with exact counts', async (mode, counts, left) => {
    const projectId = await newProject(core);
    expect(countsOf((await load(projectId, 'interactions', first)).rows)).toBe('3 3 0 3 0 0 0');
    expect(countsOf((await load(projectId, 'interactions', second, mode)).rows)).toBe(counts);
    expect(countsOf((await load(projectId, 'interactions', second, mode)).rows)).toBe('3 3 0 0 0 3 0');
    const stored = await storedInteractions(core, projectId);
    expect(stored.map((row) => `${row.user_id}${row.item_id}=${row.value}`)).toEqual(left);
  });

  it('that a file replaces are removed with their event ids', async () => {
    const projectId = await newProject(core);
    const other = await newProject(core);
    const at = '2026-01-01T00:00:00.000Z';
    const events = ['a', 'b', 'c'].map((userId) => ({
      userId,
      itemId: '1',
      type: 'rating',
      timestamp: at,
      eventId: `order-${userId}`,
    }));
    for (const id of [projectId, other]) await sendEvents(core.context, id, events);
    const details = async (id: string) =>
      (
        await core.owner.query<{ event_id: string }>(
          `select event_id from event_details d join projects p on p.number = d.project_number
           where p.id = $1 order by event_id`,
          [id],
        )
      ).rows.map((row) => row.event_id);
    const { rows } = await load(projectId, 'interactions', `user,item,value,at\na,1,1,${at}\nd,1,1,${at}\n`, 'replace');
    expect(countsOf(rows)).toBe('2 2 0 1 1 0 2');
    expect(await details(projectId)).toEqual(['order-a']);
    expect(await details(other)).toEqual(['order-a', 'order-b', 'order-c']);
    // Sent again, a removed event is a new one; the other is known.
    await sendEvents(core.context, projectId, events.slice(0, 2));
    expect((await storedInteractions(core, projectId)).map((row) => row.user_id)).toEqual(['a', 'b', 'd']);
    expect(await details(projectId)).toEqual(['order-a', 'order-b']);
  });
});

describe('rejected rows', () => {
  it('are downloaded with line and reason, fixed, and uploaded again with the stored mapping', async () => {
    const projectId = await newProject(core);
    const rows = [
      'a,1,5,2026-01-01',
      ',1,5,2026-01-01',
      '"b, the ""second""",2,=1+1,2026-01-02',
      'c,3,4,someday',
      'd,4,1,2026-01-04,extra',
    ];
    const result = await load(projectId, 'interactions', `user,item,value,at\n${rows.join('\n')}\n`);
    expect(countsOf(result.rows)).toBe('5 1 4 1 0 0 0');
    expect(result.rejections.map(({ rows: count, firstLine }) => [count, firstLine])).toEqual([
      [1, 3],
      [1, 4],
      [1, 5],
      [1, 6],
    ]);
    const download = await textOf(projectId, result.id);
    // A cell that a spreadsheet would run is made harmless.
    expect(download).toContain("'=1+1");
    const correctedFile = download
      .split(/\r?\n/)
      .filter((line) => line && !line.includes('extra'))
      .map((line) => line.replace("'=1+1", '2').replace('someday', '2026-01-03').replace(/^,1/, 'z,1'))
      .join('\n');
    const again = await upload(core, projectId, 'interactions', correctedFile);
    expect(again.columns.map((column) => column.name)).toEqual(['user', 'item', 'value', 'at', 'line', 'reason']);
    const columns = {
      ...mappings.interactions.columns,
      line: { field: 'ignore' },
      reason: { field: 'ignore' },
    };
    const fixed = await importFile(core, projectId, {
      kind: 'interactions',
      file: correctedFile,
      mapping: { ...mappings.interactions, columns },
    });
    expect(countsOf(fixed.rows)).toBe('3 3 0 3 0 0 0');
    const users = await storedInteractions(core, projectId);
    expect(users.map((row) => row.user_id)).toEqual(['a', 'b, the "second"', 'c', 'z']);
  });

  it('come back with their formulas as they were in the file', async () => {
    const projectId = await newProject(core);
    const titles = ['=SUM(A1)', "'=quoted", "it's", '@handle', '-6'];
    const rows = titles.map((title) => `,${title},1,`);
    const result = await load(projectId, 'items', `id,title,price,colour\n${rows.join('\n')}\nx,One,1,\n`);
    expect(countsOf(result.rows)).toBe('6 1 5 1 0 0 0');
    const [names, ...lines] = (await textOf(projectId, result.id)).trim().split('\r\n');
    const file = [names, ...lines.map((line, row) => `${row + 1}${line}`), ''].join('\n');
    expect(file).toContain("'=SUM(A1)");
    await importFile(core, projectId, {
      kind: 'items',
      file,
      mapping: { columns: { ...mappings.items.columns, line: { field: 'ignore' }, reason: { field: 'ignore' } } },
    });
    expect((await itemsOf(projectId)).map(([, title]) => title)).toEqual([...titles, 'One']);
  });

  it('are downloaded in pages, each row once and in the order of the file', async () => {
    const projectId = await newProject(core);
    const rows = Array.from({ length: 12_000 }, (_, i) => (i % 2 ? `u${i},i,1,2026-01-01` : `u${i},i,bad,2026-01-01`));
    const result = await load(projectId, 'interactions', `user,item,value,at\n${rows.join('\n')}\n`);
    expect(countsOf(result.rows)).toBe('12000 6000 6000 6000 0 0 0');
    expect(result.rejections).toMatchObject([{ rows: 6000, firstLine: 2, column: 'value' }]);
    const lines = (await textOf(projectId, result.id)).trim().split(/\r?\n/).slice(1);
    expect(lines.map((line) => Number(line.split(',')[4]))).toEqual(Array.from({ length: 6000 }, (_, i) => 2 + i * 2));
  });

  async function textOf(projectId: string, importId: string): Promise<string> {
    let text = '';
    for await (const part of await rejectedRows(core.context, projectId, importId)) text += part;
    return text;
  }
});

describe('a mapping', () => {
  it('that was confirmed is suggested for the next file with the same columns', async () => {
    const projectId = await newProject(core);
    const odd: Mapping = { columns: { a: { field: 'title' }, b: { field: 'itemId' } } };
    await importFile(core, projectId, { kind: 'items', file: 'a,b\nOne,1\n', mapping: odd });
    expect((await upload(core, projectId, 'items', 'a,b\nTwo,2\n')).mapping).toEqual(odd);
    expect((await upload(core, projectId, 'items', 'a,c\nTwo,2\n')).mapping).not.toEqual(odd);
  });
});

describe('one import', () => {
  it('is applied once by 20 concurrent requests', async () => {
    const projectId = await newProject(core);
    const { id } = await upload(core, projectId, 'items', 'id,title\n1,One\n2,Two\n');
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => applyImport(core.context, projectId, id, { mode: 'append' })),
    );
    expect(new Set(asked.map((answer) => answer.phase))).toEqual(new Set(['queued']));
    const { rows: jobs } = await core.owner.query(
      `select from pgboss.job where name = 'import.apply' and data ->> 'importId' = $1`,
      [id],
    );
    expect(jobs).toHaveLength(1);
    // Even where the queue hands it out twice, one after the other.
    for (let i = 0; i < 2; i++) await runImport(core.context, jobOf(core, projectId, id), new AbortController().signal);
    const done = await getImport(core.context, projectId, id);
    expect(countsOf(done.rows)).toBe('2 2 0 2 0 0 0');
    await expect(applyImport(core.context, projectId, id, { mode: 'append' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(setMapping(core.context, projectId, id, done.mapping)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is applied once when two workers run it concurrently', async () => {
    const projectId = await newProject(core);
    const rows = Array.from({ length: 3_000 }, (_, i) => `${i},Title ${i}`).join('\n');
    const { id } = await upload(core, projectId, 'items', `id,title\n${rows}\n`);
    await applyImport(core.context, projectId, id, { mode: 'append' });
    const runs = await Promise.allSettled(
      Array.from({ length: 3 }, () =>
        runImport(core.context, jobOf(core, projectId, id), new AbortController().signal),
      ),
    );
    expect(runs.some((run) => run.status === 'fulfilled')).toBe(true);
    const done = await getImport(core.context, projectId, id);
    expect({ phase: done.phase, counts: countsOf(done.rows) }).toEqual({
      phase: 'applied',
      counts: '3000 3000 0 3000 0 0 0',
    });
  });

  it('that is interrupted leaves no rows, and can be applied again', async () => {
    const projectId = await newProject(core);
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},Title ${i}`).join('\n');
    const { id } = await upload(core, projectId, 'items', `id,title\n${rows}\n`);
    await applyImport(core.context, projectId, id, { mode: 'append' });
    const stop = AbortSignal.abort(new Error('the worker stops'));
    await expect(runImport(core.context, jobOf(core, projectId, id), stop)).rejects.toThrow('the worker stops');
    expect((await getImport(core.context, projectId, id)).phase).toBe('applying');
    expect(await itemsOf(projectId)).toEqual([]);
    await runImport(core.context, jobOf(core, projectId, id), new AbortController().signal);
    expect((await getImport(core.context, projectId, id)).rows?.new).toBe(20_000);
  });
});

describe('a project that is deleted', () => {
  const numbered = ['interactions', 'id_numbers', 'event_details', 'project_counts'];
  const everyTable = ['projects', 'imports', 'import_rejections', 'items', 'users', 'models', ...numbered];
  const left = async (projectId: string) => {
    const found: string[] = [];
    for (const table of everyTable) {
      // Nothing else is in this database's projects: what is left has lost its project.
      const orphans = numbered.includes(table)
        ? `select from ${table} x where not exists (select from projects p where p.number = x.project_number)`
        : `select from ${table} where ${table === 'projects' ? 'id' : table === 'import_rejections' ? 'import_id' : 'project_id'} = '${projectId}'`;
      const { rowCount } = await core.owner.query(orphans);
      if (rowCount) found.push(table);
    }
    return found;
  };

  it('while its import is queued or running leaves no row and no file', async () => {
    const before = core.uploads();
    for (const moment of ['waits', 'runs'] as const) {
      const projectId = await newProject(core);
      const rows = Array.from({ length: 20_000 }, (_, i) => `${i},Title ${i}`).join('\n');
      const { id } = await upload(core, projectId, 'items', `id,title\n${rows}\n`);
      await applyImport(core.context, projectId, id, { mode: 'upsert' });
      const run = () => runImport(core.context, jobOf(core, projectId, id), new AbortController().signal);
      if (moment === 'waits') {
        await deleteProject(core.context, projectId);
        await run();
      } else {
        const running = run();
        while ((await getImport(core.context, projectId, id)).phase === 'queued');
        await Promise.all([running, deleteProject(core.context, projectId)]);
      }
      await purge(core, projectId);
      expect(await left(projectId), moment).toEqual([]);
      expect(core.uploads(), moment).toEqual(before);
    }
  });

  it('while an upload streams leaves no row and no file', async () => {
    const before = core.uploads();
    const projectId = await newProject(core);
    const uploading = upload(core, projectId, 'items', `id,title\n${'1,One\n'.repeat(50_000)}`);
    await deleteProject(core.context, projectId);
    await uploading.catch((error: unknown) => expect(error).toMatchObject({ code: 'not-found' }));
    await purge(core, projectId);
    expect(await left(projectId)).toEqual([]);
    expect(core.uploads()).toEqual(before);
  });
});
