import type { Mapping } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getItem } from '../src/catalogue/items/get-item.ts';
import { applyImport } from '../src/imports/apply-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { deleteMapping } from '../src/mappings/delete-mapping.ts';
import { editMapping } from '../src/mappings/edit-mapping.ts';
import { getMapping } from '../src/mappings/get-mapping.ts';
import { listMappings } from '../src/mappings/list-mappings.ts';
import { saveMapping } from '../src/mappings/save-mapping.ts';
import { importFile, newProject, startCore, storedInteractions, type TestCore, upload } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const another = () => ({ ...core.context, workspaceId: 'wsp_another' });
const items = { columns: { nr: { field: 'itemId' }, was: { field: 'title' } } };

describe('saved mappings', () => {
  it('are listed by name, renamed, replaced and deleted, and are of one workspace', async () => {
    const saved = await saveMapping(core.context, { name: 'Shop', kind: 'items', mapping: items });
    expect(saved).toMatchObject({ id: expect.stringMatching(/^map_/), name: 'Shop', kind: 'items', mapping: items });
    await saveMapping(core.context, { name: 'Another', kind: 'items', mapping: items });
    await expect(saveMapping(core.context, { name: 'Shop', kind: 'users', mapping: items })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(saveMapping(core.context, { name: 'Shop', kind: 'items', mapping: items })).rejects.toMatchObject({
      code: 'conflict',
    });
    const names = async (kind?: 'items' | 'users') =>
      (await listMappings(core.context, { limit: 20, kind })).data.map(({ name }) => name);
    expect([await names(), await names('users')]).toEqual([['Another', 'Shop'], []]);

    const changed: Mapping = { columns: { nr: { field: 'itemId' }, was: { field: 'description' } } };
    expect(await editMapping(core.context, saved.id, { name: 'Our shop', mapping: changed })).toMatchObject({
      id: saved.id,
      name: 'Our shop',
      mapping: changed,
    });
    await expect(editMapping(core.context, saved.id, { name: 'Another' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(editMapping(core.context, saved.id, { mapping: { columns: {} } })).rejects.toMatchObject({
      code: 'invalid-input',
    });

    expect((await listMappings(another(), { limit: 20 })).data).toEqual([]);
    await expect(getMapping(another(), saved.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(editMapping(another(), saved.id, { name: 'Mine' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(deleteMapping(another(), saved.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await getMapping(core.context, saved.id)).toMatchObject({ name: 'Our shop' });
    await deleteMapping(core.context, saved.id);
    await expect(getMapping(core.context, saved.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  const columns = {
    who: { field: 'userId' },
    what: { field: 'itemId' },
    how_much: { field: 'value' },
    at: { field: 'timestamp' },
  };
  it('map later files with the same columns, with the decimal mark and order of dates of the new file', async () => {
    const mapping: Mapping = {
      columns: {
        ...columns,
        how_much: { field: 'value', decimal: ',' },
        at: { field: 'timestamp', dateOrder: 'dmy' },
      },
      defaults: { type: 'gift' },
    };
    const saved = await saveMapping(core.context, { name: 'Gifts', kind: 'interactions', mapping });
    expect(saved.mapping.columns).toEqual(columns);
    const projectId = await newProject(core);
    const file = 'at,who,what,how_much\n01/25/2026,u1,i1,1.5\n01/02/2026,u2,i2,2.5\n';
    const uploaded = await upload(core, projectId, 'interactions', file);
    expect(uploaded.mapping.defaults).toEqual({ type: 'gift' });
    expect(uploaded.mapping.columns.at).toEqual({ field: 'timestamp', dateOrder: 'mdy' });
    expect(uploaded.mapping.columns.how_much).toEqual({ field: 'value', decimal: '.' });
    await deleteMapping(core.context, saved.id);
  });

  it('are not needed: the mapping of the last applied file is used in every project of the workspace', async () => {
    const mapping: Mapping = { columns: { who: { field: 'itemId' }, colour_of_it: { field: 'title' } } };
    const file = 'who,colour_of_it\na,Red thing\nb,Blue thing\n';
    await importFile(core, await newProject(core), { kind: 'items', file, mapping });
    const uploaded = await upload(core, await newProject(core), 'items', 'colour_of_it,who\nGreen thing,c\n');
    expect(uploaded.mapping).toEqual(mapping);
    const differs = await upload(core, await newProject(core), 'items', 'colour_of_it,who,x\nGreen thing,c,1\n');
    expect(differs.mapping).not.toEqual(mapping);
  });
});

describe('a mapping that is edited', () => {
  it('is kept as a draft, without a required field too, and cannot be applied before it is whole', async () => {
    const projectId = await newProject(core);
    const { id } = await upload(core, projectId, 'items', 'nr,was_it\n1,One\n2,Two\n');
    const draft = { columns: { nr: { field: 'ignore' }, was_it: { field: 'title' } } };
    const saved = await setMapping(core.context, projectId, id, draft, true);
    expect(saved).toMatchObject({ phase: 'uploaded', mapping: draft });
    await expect(applyImport(core.context, projectId, id, {})).rejects.toMatchObject({ code: 'invalid-input' });
    const whole = { columns: { ...draft.columns, nr: { field: 'itemId' } } };
    expect((await setMapping(core.context, projectId, id, whole)).phase).toBe('mapped');
  });
});

describe('ids that the project has', () => {
  it('decide which column has the items and the users', async () => {
    const projectId = await newProject(core);
    const file = `id,title\n${Array.from({ length: 40 }, (_, i) => `SKU-${i},Thing ${i}`).join('\n')}\n`;
    await importFile(core, projectId, { kind: 'items', file });
    const rows = Array.from({ length: 50 }, (_, i) => `P${i},SKU-${i % 41},K${i % 9},2026-01-05`);
    const header = 'product_id,colour_key,customer,day';
    const { columns, mapping } = await upload(core, projectId, 'interactions', `${header}\n${rows.join('\n')}\n`);
    expect(mapping.columns.colour_key?.field).toBe('itemId');
    const found = columns.find(({ name }) => name === 'colour_key');
    expect(found?.known?.itemId).toBeCloseTo(40 / 41);
    expect(found?.suggested?.why).toContain('97.6 % of the ids are items of this project');
    expect(columns.find(({ name }) => name === 'product_id')?.known).toEqual({ itemId: 0 });
  });
});

describe('value maps, rules and vectors', () => {
  it('are applied to a file', async () => {
    const projectId = await newProject(core);
    const mapping: Mapping = {
      columns: {
        invoice: { field: 'ignore' },
        u: { field: 'userId' },
        i: { field: 'itemId' },
        e: { field: 'type', values: { buy: 'purchase', junk: null } },
        n: { field: 'value' },
      },
      defaults: { type: 'other' },
      rules: [{ column: 'invoice', startsWith: 'C', set: { type: 'refund' }, negate: true }],
    };
    const file = 'invoice,u,i,e,n\n1,u1,i1,buy,2\nC2,u1,i1,buy,1\n3,u2,i1,junk,5\n';
    const applied = await importFile(core, projectId, { kind: 'interactions', file, mapping });
    expect(applied).toMatchObject({ phase: 'applied', rows: { kept: 3 } });
    const stored = await storedInteractions(core, projectId);
    expect(stored.map(({ user_id, type, value }) => [user_id, type, value])).toEqual([
      ['u1', 'purchase', 2],
      ['u1', 'refund', -1],
      ['u2', 'other', 5],
    ]);
  });

  it('keep a vector as an own field of the item', async () => {
    const projectId = await newProject(core);
    const file = 'id;title;embedding\n1;One;[0.25, -0.5, 1.0, 2.0]\n2;Two;0.5 0.5 0.5 0.5\n';
    const applied = await importFile(core, projectId, {
      kind: 'items',
      file,
      mapping: {
        columns: {
          id: { field: 'itemId' },
          title: { field: 'title' },
          embedding: { field: 'custom', name: 'embedding', type: 'vector' },
        },
      },
    });
    expect(applied).toMatchObject({ phase: 'applied', rows: { kept: 2 }, leftOut: [] });
    expect(await getItem(core.context, projectId, '1')).toMatchObject({ custom: { embedding: [0.25, -0.5, 1, 2] } });
    // Later files have the same width.
    const wider = await importFile(core, projectId, {
      kind: 'items',
      file: 'id;title;embedding\n3;Three;[1, 2, 3, 4, 5]\n4;Four;[1, 2, 3, 4]\n',
      mapping: applied.mapping,
    });
    expect(wider).toMatchObject({ rows: { kept: 2 }, leftOut: [{ column: 'embedding', rows: 1, firstLine: 2 }] });
    expect(await getItem(core.context, projectId, '3')).toMatchObject({ custom: {} });
  });
});
