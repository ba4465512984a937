import { expect, it } from 'vitest';
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import { retrieve } from '../src/pipeline/retrieve.ts';

it('ranks the whole of a large catalogue without a model, as explanations need it', () => {
  const size = 300_000;
  const catalogue: Catalogue = {
    size,
    idOf: String,
    rowOf: Number,
    rowOfNumber: Number,
    addNumber: () => {},
    hasCatalogue: true,
    visible: new Uint8Array(size).fill(1),
    revision: 1,
    column: () => undefined,
    ensureColumns: async () => {},
    rowsChangedSince: () => 'all',
    latest: () => Int32Array.from({ length: size }, (_, row) => row),
  };
  const eligibility = { catalogue, removed: new Set<number>(), mask: undefined, included: undefined };
  const source = { popular: { rows: [7], events: [3] }, fallback: 'No model is ready yet' };
  const { items } = retrieve({ query: { history: [] }, eligibility, multipliers: undefined, source }, size);
  expect(items).toHaveLength(size);
  expect(items[0]?.itemId).toBe('7');
});
