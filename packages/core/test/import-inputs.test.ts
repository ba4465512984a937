import { gzipSync } from 'node:zlib';
import type { Reading } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listItems } from '../src/catalogue/items/list-items.ts';
import { applyImport } from '../src/imports/apply-import.ts';
import { createImport } from '../src/imports/create-import.ts';
import { getImport } from '../src/imports/get-import.ts';
import { rejectedRows } from '../src/imports/rejected-rows.ts';
import { runImport } from '../src/imports/run-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { setReading } from '../src/imports/set-reading.ts';
import { CurioError } from '../src/platform/errors.ts';
import { getProject } from '../src/projects/get-project.ts';
import {
  importFile,
  jobOf,
  newProject,
  startCore,
  storedInteractions,
  type TestCore,
  upload,
  type Wanted,
} from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const itemColumns = { id: { field: 'itemId' }, title: { field: 'title' } };
const eventColumns = {
  user: { field: 'userId' },
  item: { field: 'itemId' },
  value: { field: 'value' },
  at: { field: 'timestamp' },
};
const views = { columns: eventColumns, defaults: { type: 'view' } };

async function run(wanted: Wanted) {
  const projectId = await newProject(core);
  const result = await importFile(core, projectId, wanted);
  const { rows } = result;
  if (rows) expect(rows.read).toBe(rows.kept + rows.rejected + rows.skipped);
  if (rows && result.phase === 'applied') expect(rows.kept).toBe(rows.new + rows.changed + rows.unchanged);
  const items = (await listItems(core.context, projectId, { limit: 100 })).data;
  const rejected = await textOf(projectId, result.id);
  return { projectId, result, items, rejected };
}

async function textOf(projectId: string, importId: string): Promise<string> {
  let text = '';
  for await (const part of await rejectedRows(core.context, projectId, importId)) text += part;
  return text;
}

/** Enough text around a NUL that the file is not taken for a binary one. */
const plain = Array.from({ length: 50 }, (_, i) => `${100 + i},A title of some length for number ${i}\n`).join('');

describe('a file with characters or values that the database cannot store', () => {
  it('removes NULs and lone surrogates from titles, and rejects ids that contain them with a reason', async () => {
    const file = `id,title\n1,with\0NUL\n2\0,two\n3,three\0\0\n${plain}`;
    const { result, items, rejected } = await run({ kind: 'items', file, mapping: { columns: itemColumns } });
    expect(result).toMatchObject({ phase: 'applied', rows: { read: 53, kept: 52, rejected: 1 } });
    const titles = new Map(items.map((item) => [item.itemId, item.title]));
    expect([titles.get('1'), titles.get('2'), titles.get('3')]).toEqual(['withNUL', undefined, 'three']);
    expect(rejected).toMatch(/NUL/);
  });

  it('accepts UTF-16 with lone surrogates in a title, in a header and in an id', async () => {
    const file = Buffer.from(
      '\ufeffid,title,odd\ud800name\n1,half \ud83d title,x\n2\udc00,two,y\n3,three \ud83d\ude00,z\n',
      'utf16le',
    );
    const { result, items } = await run({ kind: 'items', file });
    expect(result.columns.map((column) => column.name)).toHaveLength(3);
    expect(result).toMatchObject({ phase: 'applied', rows: { read: 3, kept: 2, rejected: 1 } });
    expect(items.map((item) => item.itemId)).toEqual(['1', '3']);
    expect(items[1]?.title).toBe('three 😀');
  });

  it('accepts NULs in a header and in the first rows, which the preview shows', async () => {
    const file = `id,ti\0tle\n1,One\0\n2,Two\n${plain}`;
    const { result, items } = await run({ kind: 'items', file, mapping: { columns: itemColumns } });
    expect(result).toMatchObject({ phase: 'applied', rows: { kept: 52 } });
    expect(items.find((item) => item.itemId === '1')?.title).toBe('One');
    expect(JSON.stringify(result)).not.toContain('\\u0000');
  });

  it('accepts a title of 500,000 characters', async () => {
    const title = 'long '.repeat(100_000).trim();
    const { result, items } = await run({
      kind: 'items',
      file: `id,title\n1,${title}\n`,
      mapping: { columns: itemColumns },
    });
    expect(result.phase).toBe('applied');
    expect(items[0]?.title).toBe(title);
  });

  it('accepts 1,000 columns, and refuses 1,001 with a sentence', async () => {
    const wide = (columns: number) =>
      `id,${Array.from({ length: columns - 1 }, (_, i) => `c${i}`).join(',')}\n${Array.from({ length: columns }, (_, i) => i).join(',')}\n`;
    const own = Object.fromEntries(
      Array.from({ length: 999 }, (_, i) => [`c${i}`, { field: 'custom', type: 'number' as const }]),
    );
    const mapping = { columns: { id: { field: 'itemId' }, ...own } };
    const { result, items } = await run({ kind: 'items', file: wide(1000), mapping });
    expect(result.phase).toBe('applied');
    expect(Object.keys(items[0]?.custom ?? {})).toHaveLength(999);
    await expect(run({ kind: 'items', file: wide(1001) })).rejects.toThrow(/1,?001|1,?000/);
  });

  it('accepts columns called __proto__ and constructor as own fields', async () => {
    const { result, items } = await run({
      kind: 'items',
      file: 'id,__proto__,constructor\n1,a,b\n',
      mapping: JSON.parse(
        '{"columns":{"id":{"field":"itemId"},"__proto__":{"field":"custom"},"constructor":{"field":"custom"}}}',
      ),
    });
    expect(result.phase).toBe('applied');
    expect(Object.entries(items[0]?.custom ?? {}).sort()).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('quotes a rejected cell that is cut in the middle of a character in its reason', async () => {
    const cells = Array.from({ length: 90 }, (_, pad) => `${'p'.repeat(pad)}😀😀😀${'q'.repeat(60)}`);
    const file = `user,item,value,at\nu,i,1,2026-01-01\n${cells.map((cell) => `u,i,${cell},2026-01-01`).join('\n')}\n`;
    const { result, rejected } = await run({ kind: 'interactions', file, mapping: views });
    expect(result).toMatchObject({ phase: 'applied', rows: { kept: 1, rejected: cells.length } });
    expect(rejected).toContain('is not a number');
  });

  it('rejects values and ids that cannot be stored, and imports the other rows', async () => {
    const long = '漢字'.repeat(250);
    const file = [
      'user,item,value,at',
      'u1,i1,5,2026-01-01',
      'u2,i1,1e39,2026-01-01',
      'u3,i1,1e-60,2026-01-01',
      `${long},i1,1,2026-01-01`,
      `u5,${long},1,2026-01-01`,
      'u6,i1,NaN,2026-01-01',
      'u7,i1,inf,2026-01-01',
    ].join('\n');
    const { result, rejected } = await run({ kind: 'interactions', file, mapping: views });
    expect(result).toMatchObject({ phase: 'applied', rows: { read: 7, kept: 2, rejected: 5, new: 2 } });
    expect(rejected.match(/\r?\n/g)).toHaveLength(6);
  });

  it('rejects a time that is after the last year in UTC, and imports the other rows', async () => {
    const file = 'user,item,value,at\nu1,i1,1,9999-12-31T23:59:59-05:00\nu2,i1,1,9999-12-31T23:59:59Z\n';
    const events = await run({ kind: 'interactions', file, mapping: views });
    expect(events.result).toMatchObject({ phase: 'applied', rows: { read: 2, kept: 1, rejected: 1 } });
    expect(events.rejected).toContain('9999');
    const { result, items } = await run({
      kind: 'items',
      file: 'id,title,added\n1,One,9999-12-31T23:59:59-05:00\n2,Two,2026-01-01\n',
      mapping: { columns: { ...itemColumns, added: { field: 'createdAt' } } },
    });
    expect(result).toMatchObject({ phase: 'applied', rows: { kept: 1, rejected: 1 } });
    expect(items.map((item) => item.itemId)).toEqual(['2']);
  });

  it('accepts times from the first year to the last, and unknown times', async () => {
    const file =
      'user,item,value,at\nu1,i1,,0001-01-02\nu2,i1,,9999-12-31T23:59:59Z\nu3,i1,,\nu4,i1,,-1\nu5,i1,,99999999999999999999\n';
    const { result } = await run({ kind: 'interactions', file, mapping: views });
    expect(result.phase).toBe('applied');
    expect(result.rows!.kept + result.rows!.rejected).toBe(5);
    expect(result.rows!.kept).toBeGreaterThanOrEqual(2);
  });
});

describe('rows of one id', () => {
  it('become one: the last cell that is not empty, and the most frequent title', async () => {
    const file = 'id,title,price,tags\n1,Lamp,5,a|b\n1,?,7,\n1,Lamp,,c\n2,Chair,,\n2,Chair,,\n';
    const mapping = {
      columns: { ...itemColumns, price: { field: 'price' }, tags: { field: 'tags', separator: '|' } },
    };
    const { result, items } = await run({ kind: 'items', file, mapping });
    expect(result.rows).toMatchObject({ read: 5, kept: 5, new: 2, unchanged: 3 });
    expect(items).toMatchObject([
      { itemId: '1', title: 'Lamp', price: 7, tags: ['c'] },
      { itemId: '2', title: 'Chair', price: null, tags: [] },
    ]);
  });

  const repeated = 'user,item,value,at\nu,i,1,2026-01-01\nu,i,3,2026-01-01\nu,i,2,2026-01-02\nv,i,9,\nv,i,8,\n';
  const valuesOf = async (projectId: string) =>
    (await storedInteractions(core, projectId)).map((row) => `${row.user_id} ${row.value}`);

  it('of one user, item, type and time are as many interactions as the file has rows, in every mode', async () => {
    const { result, projectId } = await run({ kind: 'interactions', file: repeated, mapping: views });
    expect(result.rows).toMatchObject({ read: 5, kept: 5, new: 5, unchanged: 0 });
    expect(await valuesOf(projectId)).toEqual(['u 1', 'u 3', 'u 2', 'v 9', 'v 8']);
    for (const mode of ['append', 'upsert', 'replace'] as const) {
      const again = await importFile(core, projectId, { kind: 'interactions', file: repeated, mapping: views, mode });
      expect(again.rows, mode).toMatchObject({ kept: 5, new: 0, changed: 0, unchanged: 5, removed: 0 });
    }
    const third = `${repeated}u,i,4,2026-01-01\n`;
    const more = await importFile(core, projectId, { kind: 'interactions', file: third, mapping: views });
    expect(more.rows).toMatchObject({ kept: 6, new: 1, unchanged: 5 });
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 2, interactions: 6 });
  });

  it('of one user, item, type and time are one interaction with the last value with deduplicate', async () => {
    const projectId = await newProject(core);
    const result = await importFile(core, projectId, {
      kind: 'interactions',
      file: repeated,
      mapping: views,
      deduplicate: true,
    });
    expect(result.rows).toMatchObject({ read: 5, kept: 5, new: 3, unchanged: 2 });
    expect(await valuesOf(projectId)).toEqual(['u 3', 'u 2', 'v 8']);
  });

  it('with more types than a project can have are rejected with a sentence', async () => {
    const projectId = await newProject(core);
    const rows = Array.from({ length: 33_000 }, (_, i) => `u,i,type-${i}`);
    const result = await importFile(core, projectId, {
      kind: 'interactions',
      file: `user,item,what\n${rows.join('\n')}\n`,
      mapping: { columns: { user: { field: 'userId' }, item: { field: 'itemId' }, what: { field: 'type' } } },
    });
    expect(result).toMatchObject({ phase: 'rejected', problem: { code: 'too-many-types' } });
    expect(await storedInteractions(core, projectId)).toEqual([]);
  });
});

describe('a file without rows to import', () => {
  it.each([['no row that can be taken', 'id,title\n,One\n,Two\n', /None of the 2 rows.*line 2/i]])(
    '%s: is rejected with a sentence, and nothing changes',
    async (_, file, sentence) => {
      const projectId = await newProject(core);
      await importFile(core, projectId, {
        kind: 'items',
        file: 'id,title\n1,One\n',
        mapping: { columns: itemColumns },
      });
      const result = await importFile(core, projectId, {
        kind: 'items',
        file,
        mapping: { columns: itemColumns },
        mode: 'replace',
      });
      expect(result).toMatchObject({
        phase: 'rejected',
        problem: { code: 'no-rows', detail: expect.stringMatching(sentence) },
      });
      expect((await listItems(core.context, projectId, { limit: 100 })).data).toHaveLength(1);
    },
  );

  it('a file with an error in its middle is rejected as a whole, with the line, and can be mapped again', async () => {
    const good = Array.from({ length: 60_000 }, (_, i) => `${i},Title ${i} that takes some room`).join('\n');
    const file = `id,title\n${good}\n60001,"never closed\n${'x'.repeat(1_200_000)}`;
    const { result, items, projectId } = await run({ kind: 'items', file, mapping: { columns: itemColumns } });
    expect(result).toMatchObject({ phase: 'rejected', problem: { detail: expect.stringMatching(/60,?003/) } });
    expect(items).toEqual([]);
    const again = await setMapping(core.context, projectId, result.id, { columns: itemColumns });
    expect(again).toMatchObject({ phase: 'mapped', problem: null });
  });

  it('a truncated gzip file is rejected as a whole', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},${(i * 7919) % 1_000_003}`).join('\n');
    const file = gzipSync(`id,title\n${rows}`);
    const { result, items } = await run({
      kind: 'items',
      file: file.subarray(0, Math.floor(file.length * 0.99)),
      mapping: { columns: itemColumns },
    });
    expect(result.phase).toBe('rejected');
    expect(result.problem?.detail).toMatch(/gzip|cut|broken|damaged|end/i);
    expect(items).toEqual([]);
  });
});

describe('a file that cannot be read at all', () => {
  it.each([
    ['nothing', ''],
    ['only a header', 'id,title\n'],
    ['zeros', new Uint8Array(5000)],
    ['a spreadsheet', Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0\0\0', 'latin1')],
    ['a PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj'],
    ['a gzip bomb', gzipSync(Buffer.alloc(60 << 20, 'a'))],
  ])('%s: leaves no row and no file', async (_, file) => {
    const projectId = await newProject(core);
    const before = core.uploads();
    await expect(upload(core, projectId, 'items', file)).rejects.toThrow(CurioError);
    const { rows } = await core.owner.query('select from imports where project_id = $1', [projectId]);
    expect({ rows, files: core.uploads() }).toEqual({ rows: [], files: before });
  });

  it('an upload that ends in an error leaves no row and no file', async () => {
    const projectId = await newProject(core);
    const before = core.uploads();
    async function* broken(): AsyncIterable<Uint8Array> {
      yield new TextEncoder().encode('id,title\n1,One\n');
      throw new Error('the connection broke');
    }
    const input = { kind: 'items' as const, filename: 'a.csv', body: broken(), maxBytes: 1e6 };
    await expect(createImport(core.context, projectId, input)).rejects.toThrow('the connection broke');
    expect(core.uploads()).toEqual(before);
  });
});

describe('a mapping that does not fit', () => {
  const problemOf = async (kind: 'items' | 'interactions', mapping: unknown) => {
    const projectId = await newProject(core);
    const { id } = await upload(core, projectId, kind, 'a,b/c,d\n1,2,3\n');
    try {
      await setMapping(core.context, projectId, id, mapping as Wanted['mapping'] & object);
    } catch (error) {
      expect(error).toBeInstanceOf(CurioError);
      return (error as CurioError).inputs.map((input) => input.pointer);
    }
    return [];
  };

  it.each([
    ['no id', 'items', { columns: { a: { field: 'title' } } }, ['/columns']],
    ['an unknown column', 'items', { columns: { a: { field: 'itemId' }, z: { field: 'title' } } }, ['/columns/z']],
    [
      'an unknown field',
      'items',
      { columns: { a: { field: 'itemId' }, 'b/c': { field: 'colour' } } },
      ['/columns/b~1c/field'],
    ],
    ['a field twice', 'items', { columns: { a: { field: 'itemId' }, d: { field: 'itemId' } } }, ['/columns/d/field']],
    ['no type', 'interactions', { columns: { a: { field: 'userId' }, d: { field: 'itemId' } } }, ['/columns']],
    [
      'an order of dates still open',
      'interactions',
      {
        columns: {
          a: { field: 'userId' },
          d: { field: 'itemId' },
          'b/c': { field: 'timestamp', dateOrder: 'ambiguous' },
        },
        defaults: { type: 'view' },
      },
      ['/columns/b~1c/dateOrder'],
    ],
  ] as const)('%s: says where, with a pointer', async (_, kind, mapping, pointers) => {
    expect(await problemOf(kind, mapping)).toEqual(pointers);
  });

  it('is not applied: an upload with ambiguous dates is flagged, then read in the order that the mapping gives', async () => {
    const projectId = await newProject(core);
    const file = 'user,item,at\nu1,i1,03/04/2026\nu2,i1,05/06/2026\n';
    const { id, columns } = await upload(core, projectId, 'interactions', file);
    expect(columns.find((column) => column.name === 'at')?.dateOrder).toBe('ambiguous');
    await expect(applyImport(core.context, projectId, id, { mode: 'upsert' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const columnsOf = (dateOrder: 'dmy' | 'mdy') => ({
      columns: { user: { field: 'userId' }, item: { field: 'itemId' }, at: { field: 'timestamp', dateOrder } },
      defaults: { type: 'view' },
    });
    for (const [order, month] of [
      ['dmy', 3],
      ['mdy', 2],
    ] as const) {
      const project = await newProject(core);
      await importFile(core, project, { kind: 'interactions', file, mapping: columnsOf(order) });
      const [row] = (await storedInteractions(core, project)).filter(({ user_id }) => user_id === 'u1');
      expect(row?.occurred_at.getUTCMonth()).toBe(month);
    }
  });
});

describe('a file that is read differently than detected', () => {
  const ratings = 'userId,movieId,rating\n1,10,4\n1,11,5\n2,10,3\n3,11,4\n';
  const read = (projectId: string, importId: string, reading: Reading) =>
    setReading(core.context, projectId, importId, reading);

  it('says where the columns are clearly of another kind, and takes the kind that the user chooses', async () => {
    const projectId = await newProject(core);
    const { id, recognised } = await upload(core, projectId, 'items', ratings);
    expect(recognised).toMatchObject({ kind: 'interactions', differs: true });
    const corrected = await read(projectId, id, { kind: 'interactions' });
    expect(corrected).toMatchObject({ phase: 'uploaded', kind: 'interactions', recognised: { differs: false } });
    expect(corrected.mapping.columns).toMatchObject({ userId: { field: 'userId' }, rating: { field: 'value' } });
    await setMapping(core.context, projectId, id, corrected.mapping);
    const again = await read(projectId, id, { headerRow: 0 });
    expect(again).toMatchObject({ phase: 'uploaded', kind: 'interactions', detected: { headerRow: 0 } });
    expect(again.preview).toHaveLength(5);
  });

  it('recognises the kind where none is given', async () => {
    const projectId = await newProject(core);
    const body = async function* () {
      yield Buffer.from(ratings);
    };
    const created = await createImport(core.context, projectId, { filename: 'a.csv', body: body(), maxBytes: 1000 });
    expect(created).toMatchObject({ kind: 'interactions', recognised: { kind: 'interactions', differs: false } });
  });

  it('applies the encoding and the delimiter of the user, and counts skipped rows', async () => {
    const projectId = await newProject(core);
    const file = Buffer.from('id;title\n1;Caf\xe9, noir\n;\n\n2;Th\xe9, vert\n', 'latin1');
    const { id } = await upload(core, projectId, 'items', file);
    const wrong = await read(projectId, id, { encoding: 'iso-8859-5', delimiter: ',' });
    expect(wrong.columns.map((column) => column.name)).not.toEqual(['id', 'title']);
    const right = await read(projectId, id, { encoding: 'Windows-1252', delimiter: ';' });
    expect(right.detected).toMatchObject({ encoding: 'windows-1252', delimiter: ';', headerRow: 1 });
    await setMapping(core.context, projectId, id, { columns: itemColumns });
    await applyImport(core.context, projectId, id, { mode: 'upsert', deduplicate: false });
    await runImport(core.context, jobOf(core, projectId, id), new AbortController().signal);
    const result = await getImport(core.context, projectId, id);
    expect(result).toMatchObject({ phase: 'applied', rows: { read: 4, kept: 2, rejected: 0, skipped: 2 } });
    const items = (await listItems(core.context, projectId, { limit: 10 })).data;
    expect(items.map((item) => item.title)).toEqual(['Café, noir', 'Thé, vert']);
    await expect(read(projectId, id, { delimiter: ',' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses corrections that cannot be used, with a pointer to each', async () => {
    const projectId = await newProject(core);
    const { id } = await upload(core, projectId, 'items', ratings);
    for (const [reading, pointer] of [
      [{ encoding: 'klingon' }, '/encoding'],
      [{ delimiter: '\n' }, '/delimiter'],
      [{ headerRow: 90 }, '/headerRow'],
    ] as const) {
      const refusal = { code: 'invalid-input', inputs: [{ pointer, detail: expect.stringMatching(/\.$/) }] };
      await expect(read(projectId, id, reading)).rejects.toMatchObject(refusal);
    }
  });

  it('offers the encoding where the first byte that is not UTF-8 is far below, and reports single ones', async () => {
    const projectId = await newProject(core);
    const rows = Array.from({ length: 39_999 }, (_, i) => `${i},Plain title of the item with the number ${i}`).join(
      '\n',
    );
    const file = Buffer.from(`id,title\n${rows}\n40000,Caf\xe9 noir\n`, 'latin1');
    const { id } = await upload(core, projectId, 'items', file);
    const apply = async () => {
      await setMapping(core.context, projectId, id, { columns: itemColumns });
      await applyImport(core.context, projectId, id, { mode: 'upsert', deduplicate: false });
      await runImport(core.context, jobOf(core, projectId, id), new AbortController().signal);
      return getImport(core.context, projectId, id);
    };
    const stopped = await apply();
    expect(stopped).toMatchObject({
      phase: 'uploaded',
      rows: null,
      problem: { code: 'not-utf-8', detail: expect.stringContaining('40001'), reading: { encoding: 'windows-1252' } },
    });
    await read(projectId, id, stopped.problem?.reading ?? {});
    expect(await apply()).toMatchObject({ phase: 'applied', rows: { kept: 40_000 } });
    const stray = `id,title\n${Array.from({ length: 30 }, (_, i) => `${i},Caf\u00e9 ${i}`).join('\n')}\n`;
    const bytes = Buffer.concat([Buffer.from(stray), Buffer.from('30,Th\xe9\n', 'latin1')]);
    const { result, items } = await run({ kind: 'items', file: bytes, mapping: { columns: itemColumns } });
    expect(result).toMatchObject({
      phase: 'applied',
      detected: { encoding: 'utf-8' },
      leftOut: [{ reason: expect.stringContaining('utf-8'), rows: 1, firstLine: 32 }],
    });
    expect(items.find((item) => item.itemId === '3')?.title).toBe('Café 3');
  });
});
