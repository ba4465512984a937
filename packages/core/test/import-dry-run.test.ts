import type { ApplySettings, Import, ImportKind } from '@curio/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyImport } from '../src/imports/apply-import.ts';
import { getImport } from '../src/imports/get-import.ts';
import { listProblems } from '../src/imports/list-problems.ts';
import { requestDryRun } from '../src/imports/request-dry-run.ts';
import { runImport } from '../src/imports/run-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { mappingsWith } from './import-mappings.ts';
import { importFile, jobOf, newProject, startCore, storedInteractions, type TestCore, upload } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const mappings = mappingsWith({ tags: { field: 'tags', separator: '|' }, off: { field: 'hidden' } });
const never = new AbortController().signal;
const settings: ApplySettings = { mode: 'upsert', deduplicate: false, unknownItems: 'keep' };

async function mapped(projectId: string, kind: ImportKind, file: string): Promise<Import> {
  const { id } = await upload(core, projectId, kind, file);
  return setMapping(core.context, projectId, id, mappings[kind]);
}

async function dryRun(projectId: string, id: string, wanted: Partial<ApplySettings> = {}) {
  const queued = await requestDryRun(core.context, projectId, id, { ...settings, ...wanted });
  expect(queued.dryRun?.status).toBe('queued');
  await runImport(core.context, jobOf(core, projectId, id, 'dry-run'), never);
  const { dryRun: result } = await getImport(core.context, projectId, id);
  if (!result) throw new Error('The import has no dry run');
  return result;
}

async function apply(projectId: string, id: string, wanted: Partial<ApplySettings> = {}): Promise<Import> {
  await applyImport(core.context, projectId, id, { ...settings, ...wanted });
  await runImport(core.context, jobOf(core, projectId, id), never);
  return getImport(core.context, projectId, id);
}

/** Everything that an import writes, but the numbers of ids. */
async function contentsOf(projectId: string): Promise<string> {
  const { rows } = await core.owner.query<{ contents: string }>(
    `select jsonb_build_array(
      (select jsonb_agg(i order by item_id) from items i where project_id = $1),
      (select jsonb_agg(u order by user_id) from users u where project_id = $1),
      (select jsonb_agg(x order by user_number, occurred_at, item_number, type_number, ordinal) from interactions x
        where project_number = (select number from projects where id = $1)),
      (select jsonb_agg(c) from (select sum(items), sum(users), sum(interactions) from project_counts
        where project_number = (select number from projects where id = $1)) c))::text as contents`,
    [projectId],
  );
  return rows[0]?.contents ?? '';
}

const cell = (...values: string[]) => fc.constantFrom('', ...values);
const row: Record<ImportKind, fc.Arbitrary<string>> = {
  items: fc
    .tuple(
      cell('1', '2', '3', '4'),
      cell('A', 'B'),
      cell('5', '7.5', '-1', 'x'),
      cell('a|b', 'c'),
      cell('yes', 'no'),
      cell('red'),
    )
    .map((cells) => cells.join(',')),
  users: fc.tuple(cell('a', 'b', 'c'), cell('red', 'blue')).map((cells) => cells.join(',')),
  interactions: fc
    .tuple(cell('a', 'b', 'c'), cell('1', '2'), cell('1', '5', 'bad'), cell('2026-01-01', '2026-01-02'))
    .map((cells) => cells.join(',')),
};
const header = { items: 'id,title,price,tags,off,colour', users: 'id,colour', interactions: 'user,item,value,at' };
const rows = (kind: ImportKind) =>
  fc
    .array(row[kind], { minLength: 1, maxLength: 12 })
    .filter((lines) => lines.some((line) => /[^,]/.test(line)))
    .map((lines) => [header[kind], ...lines, ''].join('\n'));

describe('a dry run', () => {
  it.each(['items', 'users', 'interactions'] as const)(
    'of %s counts what the apply after it counts, and changes nothing',
    async (kind) => {
      const wanted = fc.record({
        mode: fc.constantFrom('append', 'upsert', 'replace'),
        deduplicate: fc.boolean(),
        unknownItems: fc.constantFrom('create', 'drop', 'keep'),
      }) satisfies fc.Arbitrary<ApplySettings>;
      await fc.assert(
        fc.asyncProperty(rows(kind), rows(kind), wanted, async (first, second, choice) => {
          const projectId = await newProject(core);
          if (kind === 'interactions')
            await importFile(core, projectId, { kind: 'items', file: 'id,title\n1,One\n', mode: 'upsert' });
          await apply(projectId, (await mapped(projectId, kind, first)).id);
          const { id } = await mapped(projectId, kind, second);
          const before = await contentsOf(projectId);
          const tried = await dryRun(projectId, id, choice);
          expect(await contentsOf(projectId)).toBe(before);
          const done = await apply(projectId, id, choice);
          expect(tried.rows).toEqual(done.rows);
          expect(tried.rejections).toEqual(done.rejections);
          expect(tried.leftOut).toEqual(done.leftOut);
          expect(tried.problem).toEqual(done.problem);
          const counts = done.rows!;
          expect(counts.read).toBe(counts.kept + counts.rejected + counts.skipped);
        }),
        { numRuns: 12 },
      );
    },
    60_000,
  );

  it('says what replace removes, and shows values before and after', async () => {
    const projectId = await newProject(core);
    const first = `${header.items}\n1,Lamp,10,a|b,no,red\n2,Chair,20,,,\n3,Desk,30,,,\n`;
    await apply(projectId, (await mapped(projectId, 'items', first)).id);
    const { id } = await mapped(projectId, 'items', `${header.items}\n1,Lamp,12,a,no,blue\n4,Rug,1,,,\n,,,,,\n`);
    const replaced = await dryRun(projectId, id, { mode: 'replace' });
    expect(replaced).toMatchObject({ status: 'done', mode: 'replace', overlap: null });
    expect(replaced.rows).toMatchObject({ read: 3, kept: 2, skipped: 1, new: 1, changed: 1, unchanged: 0, removed: 2 });
    expect(replaced.changes).toEqual([
      { id: '1', field: 'tags', before: ['a', 'b'], after: ['a'] },
      { id: '1', field: 'price', before: 10, after: 12 },
      { id: '1', field: 'colour', before: 'red', after: 'blue' },
    ]);
    expect((await dryRun(projectId, id, { mode: 'append' })).rows).toMatchObject({ new: 1, changed: 0, removed: 0 });
  });

  it('says how many items of the interactions are in the catalogue; an apply creates, drops or keeps the others', async () => {
    const file = `${header.interactions}\na,1,5,2026-01-01\na,2,4,2026-01-02\nb,9,3,2026-01-03\nc,8,1,2026-01-04\nc,1,1,2026-01-05\n`;
    const made = async () => {
      const projectId = await newProject(core);
      await importFile(core, projectId, { kind: 'items', file: 'id,title\n1,One\n2,Two\n' });
      return { projectId, id: (await mapped(projectId, 'interactions', file)).id };
    };
    const itemsOf = async (projectId: string) => {
      const found = await core.owner.query<{ item_id: string }>(
        'select item_id from items where project_id = $1 order by 1',
        [projectId],
      );
      return found.rows.map((each) => each.item_id).join(' ');
    };
    const [keep, create, drop] = [await made(), await made(), await made()];
    const tried = await dryRun(keep.projectId, keep.id);
    expect(tried.overlap).toEqual({ items: 4, known: 2, share: 0.5, examples: ['8', '9'] });
    expect((await apply(keep.projectId, keep.id)).rows).toMatchObject({ kept: 5, new: 5 });
    expect(await itemsOf(keep.projectId)).toBe('1 2');

    expect((await apply(create.projectId, create.id, { unknownItems: 'create' })).rows).toMatchObject({ new: 5 });
    expect(await itemsOf(create.projectId)).toBe('1 2 8 9');

    const dropped = await apply(drop.projectId, drop.id, { unknownItems: 'drop' });
    expect(dropped.rows).toMatchObject({ read: 5, kept: 3, rejected: 2, new: 3 });
    expect(dropped.rejections).toMatchObject([{ code: 'unknown-item', rows: 2, firstLine: 4 }]);
    expect((await storedInteractions(core, drop.projectId)).map((each) => each.item_id)).toEqual(['1', '2', '1']);
  });

  it('shows cells that can be read in more than one way, and how they are read', async () => {
    const projectId = await newProject(core);
    const file = 'user,item,value,at\na,1,"1.234",03/04/2026\na,2,"2.500",13/04/2026\n';
    const { id } = await upload(core, projectId, 'interactions', file);
    await setMapping(core.context, projectId, id, {
      ...mappings.interactions,
      columns: {
        ...mappings.interactions.columns,
        value: { field: 'value', decimal: '.' },
        at: { field: 'timestamp', dateOrder: 'dmy' },
      },
    });
    const { parsed } = await dryRun(projectId, id);
    expect(parsed).toEqual([
      { column: 'value', field: 'value', cell: '1.234', value: 1.234 },
      { column: 'at', field: 'timestamp', cell: '03/04/2026', value: '2026-04-03T00:00:00.000Z' },
      { column: 'value', field: 'value', cell: '2.500', value: 2.5 },
    ]);
  });

  it('is discarded when the mapping changes, and when the import is applied', async () => {
    const projectId = await newProject(core);
    const { id } = await mapped(projectId, 'users', 'id,colour\na,red\n');
    await requestDryRun(core.context, projectId, id, settings);
    await setMapping(core.context, projectId, id, mappings.users);
    await runImport(core.context, jobOf(core, projectId, id, 'dry-run'), never);
    expect((await getImport(core.context, projectId, id)).dryRun).toBeNull();
    await requestDryRun(core.context, projectId, id, settings);
    expect((await apply(projectId, id)).phase).toBe('applied');
    await runImport(core.context, jobOf(core, projectId, id, 'dry-run'), never);
    expect((await getImport(core.context, projectId, id)).dryRun?.status).toBe('queued');
    await expect(requestDryRun(core.context, projectId, id, settings)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('problems', () => {
  it('are listed by page, by column and by code, with the row as it was read', async () => {
    const projectId = await newProject(core);
    const lines = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? `u${i},1,bad,2026-01-01` : `,1,1,2026-01-01`));
    const { id } = await mapped(projectId, 'interactions', [header.interactions, ...lines, ''].join('\n'));
    await dryRun(projectId, id);
    const page = await listProblems(core.context, projectId, id, { limit: 4, code: 'not-a-number' });
    expect(page.data.map((problem) => problem.line)).toEqual([2, 5, 8, 11]);
    expect(page.data[0]).toEqual({
      line: 2,
      column: 'value',
      code: 'not-a-number',
      reason: expect.stringContaining('"bad" is not a number'),
      kept: false,
      cells: ['u0', '1', 'bad', '2026-01-01'],
    });
    const next = { limit: 100, code: 'not-a-number', cursor: page.nextCursor ?? '' };
    expect((await listProblems(core.context, projectId, id, next)).data.map((problem) => problem.line)).toEqual([
      14, 17, 20, 23, 26, 29,
    ]);
    const users = await listProblems(core.context, projectId, id, { limit: 100, column: 'user' });
    expect(users.data).toHaveLength(20);
    const item = await mapped(projectId, 'items', `${header.items}\n1,Lamp,-4,,,\n`);
    await dryRun(projectId, item.id);
    expect((await listProblems(core.context, projectId, item.id, { limit: 10 })).data).toMatchObject([
      { line: 2, column: 'price', code: 'negative-price', kept: true },
    ]);
    // Those of another mapping are not.
    await setMapping(core.context, projectId, item.id, mappings.items);
    expect((await listProblems(core.context, projectId, item.id, { limit: 10 })).data).toEqual([]);
  });
});
