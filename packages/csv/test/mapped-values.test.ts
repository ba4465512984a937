import type { ColumnTarget, Mapping } from '@curio/contracts';
import { describe, expect, it } from 'vitest';
import { createRowMapper, detect, preview, suggestMapping, validateMapping } from '../src/index.ts';
import { bytesOf } from './csv-table.ts';

const item = (cells: string[], target: ColumnTarget): unknown => {
  const map = createRowMapper('items', ['id', 'x'], { columns: { id: { field: 'itemId' }, x: target } });
  const mapped = map({ line: 2, cells });
  return mapped.ok ? mapped.row : mapped.code;
};

describe('value maps', () => {
  const values = { pv: 'view', Buy: 'purchase', junk: null };
  const header = ['u', 'i', 'e'];
  const columns = { u: { field: 'userId' }, i: { field: 'itemId' }, e: { field: 'type', values } };
  const typeOf = (cell: string, mapping: Mapping = { columns }): unknown => {
    const mapped = createRowMapper('interactions', header, mapping)({ line: 2, cells: ['1', '2', cell] });
    return mapped.ok ? mapped.row.type : mapped.code;
  };
  it('replace cells in upper or lower case, and leave the others', () => {
    expect([typeOf('PV'), typeOf(' buy '), typeOf('cart')]).toEqual(['view', 'purchase', 'cart']);
  });
  it('null empties a cell: the default stands in, else the row lacks its type', () => {
    expect(typeOf('junk')).toBe('missing-type');
    expect(typeOf('junk', { columns, defaults: { type: 'other' } })).toBe('other');
  });
  it('give weights to words', () => {
    const weights = { ...columns, e: { field: 'value', decimal: ',' as const, values: { view: 0.1, refund: -1 } } };
    const map = createRowMapper('interactions', header, { columns: weights, defaults: { type: 'view' } });
    expect(map({ line: 2, cells: ['1', '2', 'Refund'] })).toMatchObject({ row: { value: -1 } });
    expect(map({ line: 2, cells: ['1', '2', '2,5'] })).toMatchObject({ row: { value: 2.5 } });
    expect(map({ line: 2, cells: ['1', '2', 'x'] })).toMatchObject({ code: 'not-a-number' });
  });
  it('replace entries of lists', () => {
    const target: ColumnTarget = { field: 'categories', separator: '|', values: { sf: 'Science fiction', x: null } };
    expect(item(['1', 'SF|Drama|x'], target)).toEqual({ itemId: '1', categories: ['Science fiction', 'Drama'] });
  });
  it('are checked with the mapping', () => {
    const wrong = { ...columns, e: { field: 'value', values: { view: 'much' } } };
    expect(validateMapping('interactions', header, { columns: wrong, defaults: { type: 'view' } })).toEqual([
      { pointer: '/columns/e/values/view', message: 'The value for "view": "much" is not a number.' },
    ]);
  });
});

describe('rules', () => {
  const header = ['invoice', 'item', 'user', 'n'];
  const columns = {
    invoice: { field: 'ignore' },
    item: { field: 'itemId' },
    user: { field: 'userId' },
    n: { field: 'value' },
  };
  const read = (rules: Mapping['rules'], cells: string[]): unknown => {
    const map = createRowMapper('interactions', header, { columns, defaults: { type: 'purchase' }, rules });
    const mapped = map({ line: 2, cells });
    return mapped.ok ? [mapped.row.type, mapped.row.value] : mapped.code;
  };
  it('make cancellations negative by their invoice or their quantity', () => {
    const byInvoice = [{ column: 'invoice', startsWith: 'C', set: { type: 'refund' }, negate: true }];
    expect(read(byInvoice, ['C536379', 'D', '14527', '1'])).toEqual(['refund', -1]);
    expect(read(byInvoice, ['C536379', 'D', '14527', '-2'])).toEqual(['refund', -2]);
    expect(read(byInvoice, ['536379', 'D', '14527', '1'])).toEqual(['purchase', 1]);
    const byQuantity = [{ column: 'n', below: 0, set: { type: 'refund' } }];
    expect(read(byQuantity, ['1', 'D', '14527', '-12'])).toEqual(['refund', -12]);
    expect(read(byQuantity, ['1', 'D', '14527', '0'])).toEqual(['purchase', 0]);
  });
  it('reject rows, and set values by a list', () => {
    expect(read([{ column: 'item', in: ['POST', 'd'], reject: true }], ['1', 'D', '2', '1'])).toBe('rejected-by-rule');
    expect(read([{ column: 'item', in: ['post'], set: { value: '0.5' } }], ['1', 'POST', '2', '1'])).toEqual([
      'purchase',
      0.5,
    ]);
    expect(read([{ column: 'n', above: 100, set: { value: '100' } }], ['1', 'A', '2', '5000'])).toEqual([
      'purchase',
      100,
    ]);
  });
  it('are checked with the mapping', () => {
    const rules: Mapping['rules'] = [
      { column: 'gone', startsWith: 'C', negate: true },
      { column: 'n', set: { type: 'x' } },
      { column: 'n', below: 0 },
      { column: 'n', below: 0, set: { itemId: '1', value: 'lots' } },
    ];
    const problems = validateMapping('interactions', header, { columns, defaults: { type: 'view' }, rules });
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/rules/0/column',
      '/rules/1',
      '/rules/2',
      '/rules/3/set/itemId',
      '/rules/3/set/value',
    ]);
  });
  it('are suggested for quantities that can be negative', () => {
    const bytes = bytesOf('Invoice,StockCode,Quantity,CustomerID\n1,A1,2,u1\nC2,A1,-2,u1\n3,B1,1,u2\n');
    const { columns: previews } = preview(bytes, detect(bytes, true));
    const { rules, defaults } = suggestMapping('interactions', previews);
    expect({ ...defaults }).toEqual({ type: 'purchase' });
    expect(rules).toEqual([{ column: 'Quantity', below: 0, set: { type: 'refund' } }]);
  });
});

describe('vectors', () => {
  const vector: ColumnTarget = { field: 'custom', name: 'x', type: 'vector' };
  it.each(['[0.5, -2e-3, 3]', '0.5 -0.002 3', '0.5;-0.002;3', '(0.5, -0.002, 3)'])('%s', (cell) => {
    expect(item(['1', cell], vector)).toMatchObject({ custom: { x: [0.5, -0.002, 3] } });
  });
  it('are left out where they are no numbers, or of another width than the first', () => {
    const map = createRowMapper('items', ['id', 'x'], { columns: { id: { field: 'itemId' }, x: vector } });
    expect(map({ line: 2, cells: ['1', '[1, 2]'] })).toMatchObject({ row: { custom: { x: [1, 2] } } });
    expect(map({ line: 3, cells: ['2', '[1, 2, 3]'] })).toMatchObject({ warnings: [{ code: 'wrong-width' }] });
    expect(map({ line: 4, cells: ['3', '[1, x]'] })).toMatchObject({ warnings: [{ code: 'not-a-vector' }] });
    expect(map({ line: 5, cells: ['4', ''] })).toEqual({ ok: true, row: { itemId: '4' } });
  });
  it('are recognised', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${i},"[0.1${i}, -0.2, 0.3, 1e-3, 0.5]"\n`);
    const bytes = bytesOf(`item_id,embedding\n${rows.join('')}`);
    const { columns } = preview(bytes, detect(bytes, true));
    expect(suggestMapping('items', columns).columns.embedding).toMatchObject({ field: 'custom', type: 'vector' });
  });
});

describe('lists of objects', () => {
  it('are their names', () => {
    const cell = '[{"id": 28, "name": "Action"}, {"id": 12, "name": "Adventure"}]';
    expect(item(['1', cell], { field: 'categories' })).toMatchObject({ categories: ['Action', 'Adventure'] });
  });
});

describe('booleans in words', () => {
  it.each<[string, boolean]>([
    ['sì', true],
    ['não', false],
    ['tak', true],
    ['nie', false],
    ['ano', true],
    ['nej', false],
    ['igen', true],
    ['hayır', false],
    ['да', true],
    ['はい', true],
    ['否', false],
    ['예', true],
  ])('%s', (cell, expected) => {
    expect(item(['1', cell], { field: 'hidden' })).toMatchObject({ hidden: expected });
  });
});
