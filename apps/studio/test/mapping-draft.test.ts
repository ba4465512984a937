import type { ColumnPreview, Mapping } from '@curio/contracts';
import { targetsOf } from '@curio/contracts/fields';
import { describe, expect, it } from 'vitest';
import {
  defaultTarget,
  fittedMapping,
  initialMapping,
  missingFields,
  openQuestions,
} from '../src/features/imports/mapping-draft.ts';
import { formatValueMap, parseValueMap } from '../src/features/imports/value-map.ts';

const column = (name: string, more: Partial<ColumnPreview> = {}): ColumnPreview => ({
  name,
  samples: ['a', 'b'],
  type: 'text',
  emptyShare: 0,
  distinct: 2,
  filled: 2,
  meanLength: 1,
  ...more,
});
const mapping = (columns: Mapping['columns'], defaults?: Mapping['defaults']): Mapping =>
  defaults ? { columns, defaults } : { columns };

describe('a saved mapping', () => {
  it('is fitted to the columns of the file, with its decimal mark and order of dates', () => {
    const columns = [
      column('at', { type: 'date', dateOrder: 'mdy' }),
      column('n', { type: 'number', decimal: ',' }),
      column('new'),
    ];
    const present = mapping({ at: { field: 'ignore' }, n: { field: 'ignore' }, new: { field: 'itemId' } });
    const saved: Mapping = {
      columns: { at: { field: 'timestamp' }, n: { field: 'value' }, gone: { field: 'userId' } },
      defaults: { type: 'gift' },
      rules: [
        { column: 'n', below: 0, set: { type: 'refund' } },
        { column: 'gone', below: 0, reject: true },
      ],
    };
    expect(fittedMapping(columns, present, saved)).toEqual({
      columns: {
        at: { field: 'timestamp', dateOrder: 'mdy' },
        n: { field: 'value', decimal: ',' },
        new: { field: 'itemId' },
      },
      defaults: { type: 'gift' },
      rules: [{ column: 'n', below: 0, set: { type: 'refund' } }],
    });
  });
});

describe('replacements of cells', () => {
  it('are written one per line', () => {
    const values = parseValueMap('pv = view\nbuy=purchase\n junk = \nnot finished\n');
    expect(values).toEqual({ pv: 'view', buy: 'purchase', junk: null });
    expect(formatValueMap(values)).toBe('pv = view\nbuy = purchase\njunk = ');
    expect(parseValueMap('pv')).toBeUndefined();
  });
});

describe('the draft of a mapping', () => {
  it('lists the required fields that are neither mapped nor have a default', () => {
    expect(missingFields('interactions', mapping({ who: { field: 'userId' } }))).toEqual(['itemId', 'type']);
    expect(
      missingFields('interactions', mapping({ u: { field: 'userId' }, i: { field: 'itemId' } }, { type: ' ' })),
    ).toEqual(['type']);
    expect(
      missingFields('interactions', mapping({ u: { field: 'userId' }, i: { field: 'itemId' } }, { type: 'purchase' })),
    ).toEqual([]);
    expect(missingFields('items', mapping({}))).toEqual(['itemId']);
  });

  it('asks for the order of an ambiguous date until it is chosen', () => {
    const day = column('day', { dateOrder: 'ambiguous', samples: ['03/04/2026'] });
    const asked = openQuestions([day], mapping({ day: { field: 'timestamp' } }));
    expect(asked.get('day')).toMatch(/day or the month/);
    expect(openQuestions([day], mapping({ day: { field: 'timestamp', dateOrder: 'dmy' } })).size).toBe(0);
    expect(openQuestions([day], mapping({ day: { field: 'ignore' } })).size).toBe(0);
  });

  it('leaves the order of an ambiguous date unset', () => {
    const suggested = JSON.parse(
      '{"columns":{"day":{"field":"timestamp","dateOrder":"ambiguous"}},"defaults":{"type":"view"}}',
    );
    expect(initialMapping(suggested)).toEqual({ columns: { day: { field: 'timestamp' } }, defaults: { type: 'view' } });
    expect(initialMapping({ columns: { day: { field: 'timestamp', dateOrder: 'mdy' } } }).columns.day?.dateOrder).toBe(
      'mdy',
    );
  });

  it('rejects two columns for one field and own fields without a name', () => {
    const columns = [column('a'), column('b'), column('c')];
    const twice = openQuestions(columns, mapping({ a: { field: 'title' }, b: { field: 'title' } }));
    expect([...twice]).toEqual([['b', '“a” is already mapped to Title.']]);
    const own = mapping({
      a: { field: 'custom', name: 'x' },
      b: { field: 'custom', name: 'x' },
      c: { field: 'custom', name: ' ' },
    });
    expect([...openQuestions(columns, own).keys()]).toEqual(['b', 'c']);
  });

  it('gives a chosen field the default options of its column', () => {
    expect(defaultTarget(column('genres', { samples: ['Crime; Noir'] }), 'categories')).toEqual({
      field: 'categories',
      separator: ';',
    });
    expect(defaultTarget(column('when', { dateOrder: 'mdy' }), 'createdAt')).toEqual({
      field: 'createdAt',
      dateOrder: 'mdy',
    });
    expect(defaultTarget(column('when', { dateOrder: 'ambiguous' }), 'createdAt')).toEqual({ field: 'createdAt' });
    expect(defaultTarget(column('pages', { type: 'number' }), 'custom')).toEqual({
      field: 'custom',
      name: 'pages',
      type: 'number',
    });
  });

  it('accepts a column called __proto__', () => {
    const odd = column('__proto__');
    expect(openQuestions([odd], mapping({})).size).toBe(0);
    expect(missingFields('items', mapping(JSON.parse('{"__proto__":{"field":"itemId"}}')))).toEqual([]);
  });

  it('offers the fields of the contract', () => {
    expect(targetsOf('interactions')).toEqual(['userId', 'itemId', 'type', 'value', 'timestamp', 'ignore']);
  });
});
