import { fieldsOf } from '@curio/contracts';
import { writeCsv } from '@curio/csv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listItems } from '../src/catalogue/items/list-items.ts';
import { readSnapshot } from '../src/models/training/read-snapshot.ts';
import { importFile, newProject, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const described = fieldsOf('items');
const header = described.map(([, { synonyms }]) => synonyms.split(' ').at(-1) ?? '');
/** A file with a column for every field, named by the field's last synonym. */
const file = writeCsv([header, described.map(([, { examples }]) => examples[0])]);

describe('every field of the item descriptors', () => {
  it('is suggested, imported, stored, listed, and part of a training where it is a feature', async () => {
    const projectId = await newProject(core);
    const { phase, problem, leftOut, mapping } = await importFile(core, projectId, { kind: 'items', file });
    expect({ phase, problem, leftOut }).toEqual({ phase: 'applied', problem: null, leftOut: [] });
    expect(header.map((name) => mapping.columns[name]?.field)).toEqual(described.map(([name]) => name));

    const [item] = (await listItems(core.context, projectId, { limit: 1 })).data;
    const values: Partial<Record<string, unknown>> = { ...item };
    for (const [name, { examples, shape }] of described) {
      expect(values[name], name).not.toBeNull();
      if (shape === 'text' || shape === 'id' || shape === 'category') expect(values[name], name).toBe(examples[0]);
    }

    const { builder } = await readSnapshot(core.services.db, core.context, projectId, new AbortController().signal);
    const [record] = builder.build().itemRecords;
    const expected = described.filter(([, field]) => field.required || field.feature).map(([name]) => name);
    expect(Object.keys(record ?? {})).toEqual(expect.arrayContaining(expected));
  });
});
