import type { Placement } from '@curio/contracts';
import { describe, expect, it } from 'vitest';
import { lineOf, pointerOffsets } from '../src/features/placements/json-position.ts';
import {
  blanksOf,
  isEqual,
  isFilterDraft,
  isRulesDraft,
  toDraft,
  toPreview,
  toSettings,
} from '../src/features/placements/settings-draft.ts';
import { normaliseFilter, withoutBlanks } from '../src/features/query/filter-draft.ts';

const cheap = { field: 'price', lte: 20 };
const blank = { field: 'categories', in: [] };

describe('a filter while it is edited', () => {
  it('is shown as groups and conditions with the same meaning', () => {
    expect(normaliseFilter(cheap)).toEqual({ and: [cheap] });
    expect(normaliseFilter({ not: cheap })).toEqual({ not: { or: [cheap] } });
    expect(normaliseFilter({ or: [cheap, { not: { and: [cheap] } }] })).toEqual({
      or: [cheap, { not: { or: [{ and: [cheap] }] } }],
    });
  });

  it('filters nothing by unfinished conditions, and keeps the pointers of the others', () => {
    expect(withoutBlanks({ and: [blank, cheap] })).toEqual({ and: [{ and: [] }, cheap] });
    expect(withoutBlanks({ or: [blank, cheap] })).toEqual({ or: [{ or: [] }, cheap] });
    expect(withoutBlanks({ or: [blank] })).toEqual({ and: [] });
    expect(withoutBlanks({ not: { or: [blank, cheap] } })).toEqual({ not: { or: [{ or: [] }, cheap] } });
    expect(withoutBlanks({ and: [{ field: 'place', within: { lat: '', lon: '', km: 5 } }] })).toEqual({
      and: [{ and: [] }],
    });
  });
});

describe('the settings of a placement while they are edited', () => {
  const stored = {
    name: 'home',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    n: 5,
    filter: cheap,
    rules: { boost: [{ filter: cheap, factor: 2 }], exclude: ['b'] },
  } as Placement;

  it('are the stored ones until something changes, whatever the order of their keys', () => {
    const draft = toDraft(stored);
    expect(toSettings(draft)).toEqual({
      n: 5,
      filter: { and: [cheap] },
      rules: { boost: [{ filter: { and: [cheap] }, factor: 2 }], exclude: ['b'] },
    });
    const { rules, filter, n } = draft;
    expect(isEqual(toSettings({ rules, filter, n }), toSettings(draft))).toBe(true);
    expect(isEqual(toSettings({ ...draft, n: 6 }), toSettings(draft))).toBe(false);
  });

  it('name each value that is missing by its pointer, and preview the rest', () => {
    const draft = {
      n: '',
      filter: { and: [cheap, blank] },
      rules: {
        boost: [
          { filter: { and: [cheap] }, factor: '' },
          { field: 'price', decay: { origin: 0, scale: '' } },
        ],
        bury: [{ filter: { or: [blank] }, factor: 0.5 }],
        pin: [{ itemId: 'a', position: '' }],
        include: [],
      },
    };
    expect([...blanksOf(draft).keys()]).toEqual([
      '/filter/and/1/in',
      '/rules/boost/0/factor',
      '/rules/boost/1/decay/scale',
      '/rules/bury/0/filter/or/0/in',
      '/rules/pin/0/position',
    ]);
    const neutral = { filter: { or: [] }, factor: 1 };
    expect(toPreview(draft)).toEqual({
      filter: { and: [cheap, { and: [] }] },
      rules: {
        boost: [neutral, neutral],
        bury: [{ filter: { and: [] }, factor: 0.5 }],
        pin: [{ itemId: 'a', position: 10_000 }],
      },
    });
  });

  it('open in the builder where it can show them', () => {
    expect([cheap, { and: [] }, { not: cheap }].map(isFilterDraft)).toEqual([true, true, true]);
    expect([5, [], {}, { and: 5 }, { and: [], or: [] }, { not: 3 }].map(isFilterDraft)).not.toContain(true);
    expect(isRulesDraft({ boost: [{ field: 'price', decay: {} }], pin: [{ itemId: 'a' }] })).toBe(true);
    expect([{ boost: 5 }, { boost: [3] }, { pins: [] }, { include: [1] }].map(isRulesDraft)).not.toContain(true);
  });
});

describe('a pointer in a JSON text', () => {
  it('is found in its line, whatever strings contain', () => {
    const text = '{\n  "a/b": "x, ] \\" }",\n  "and": [\n    { "field": "price" },\n    -2.5e3\n  ]\n}';
    const offsets = pointerOffsets(text);
    const lines = ['', '/a~1b', '/and', '/and/0/field', '/and/1'].map((at) => lineOf(text, offsets.get(at) ?? -1));
    expect(lines).toEqual([1, 2, 3, 4, 5]);
    expect(text.slice(offsets.get('/and/1'))).toMatch(/^-2\.5e3/);
    expect([...pointerOffsets('[[], {}, true]').keys()]).toEqual(['', '/0', '/1', '/2']);
  });
});
