import type { Pin } from '@curio/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diversify, diversityWindow } from '../../src/rules/diversify.ts';
import { excludedRows, explainItemLists } from '../../src/rules/item-lists.ts';
import { explainPin, pinsOf, placePins } from '../../src/rules/pins.ts';
import { explainRotation, rotationMultipliers } from '../../src/rules/rotation.ts';

const hour = 3_600_000;

describe('rotation', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  it('lowers by 1 − rotation · 0.5 ^ (age / 24 hours) of the newest impression', () => {
    const impressions = [
      { row: 1, time: now - 24 * hour },
      { row: 2, time: now },
      { row: 1, time: now - 96 * hour },
      { row: 3, time: now - 48 * hour },
      { row: 4, time: now + hour },
    ];
    expect([...rotationMultipliers(impressions, 1, now)]).toEqual([
      [1, 0.5],
      [2, 0],
      [3, 0.75],
      [4, 0],
    ]);
    expect(rotationMultipliers(impressions, 0.5, now).get(2)).toBe(0.5);
    expect(rotationMultipliers(impressions, 0, now).size).toBe(0);
    expect(explainRotation(1 / 3)).toBe('Lowered × 0.333: shown to this user lately');
  });
});

interface Book {
  itemId: string;
  score: number;
  genre: number;
}
const sameGenre = (a: Book, b: Book) => (a.genre === b.genre ? 1 : 0);
/** A list as retrieval gives it: scores fall. */
const books = (max: number) =>
  fc
    .array(fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), genre: fc.nat(4) }), { maxLength: max })
    .map((list) =>
      list.toSorted((a, b) => b.score - a.score).map((book, place): Book => ({ ...book, itemId: `${place}` })),
    );
const diversity = fc.constantFrom(0, 0.1, 0.5, 0.9, 1);

describe('diversity', () => {
  it('chooses by equation 1 of Carbonell and Goldstein', () => {
    fc.assert(
      fc.property(books(20), diversity, (list, share) => {
        const scores = list.map(({ score }) => score);
        const [low, high] = [Math.min(...scores), Math.max(...scores)];
        const relevance = ({ score }: Book) => (high > low ? (score - low) / (high - low) : 0);
        const open = [...list];
        const wanted: Book[] = [];
        while (open.length > 0 && share > 0) {
          const marginal = (book: Book) =>
            (1 - share) * relevance(book) - share * Math.max(0, ...wanted.map((other) => sameGenre(book, other)));
          const best = open.reduce((a, b) => (marginal(b) > marginal(a) ? b : a));
          wanted.push(best);
          open.splice(open.indexOf(best), 1);
        }
        expect(diversify(list, sameGenre, share, list.length)).toEqual(share > 0 ? wanted : list);
      }),
    );
  });

  it('gives pages that neither repeat nor lose an item, whatever their size', () => {
    fc.assert(
      fc.property(books(diversityWindow + 60), diversity, fc.integer({ min: 1, max: 90 }), (list, share, n) => {
        const whole = diversify(list, sameGenre, share, list.length);
        expect(new Set(whole).size).toBe(list.length);
        const pages = [];
        for (let offset = 0; offset < list.length; offset += n) {
          pages.push(...diversify(list, sameGenre, share, offset + n).slice(offset, offset + n));
        }
        expect(pages).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves the best item first and mixes the others', () => {
    const list = Array.from({ length: 30 }, (_, place) => ({
      itemId: `${place}`,
      score: 1 - place / 40,
      genre: place < 20 ? 0 : place % 4,
    }));
    const mixed = diversify(list, sameGenre, 0.9, 10);
    expect(mixed[0]).toBe(list[0]);
    expect(new Set(mixed.slice(0, 4).map(({ genre }) => genre)).size).toBe(4);
  });
});

describe('pins', () => {
  const entry = (itemId: string) => ({ itemId, source: 'pinned' });
  const list = (length: number) => Array.from({ length }, (_, place) => ({ itemId: `i${place}`, source: 'personal' }));
  const ids = (result: readonly { itemId: string }[]) => result.map(({ itemId }) => itemId).join(' ');
  const place = (length: number, pin: Pin[], end = length) => ids(placePins(list(length), pinsOf({ pin }), end, entry));

  it('stand at their positions, and the others keep their order around them', () => {
    const pin = [
      { itemId: 'b', position: 4 },
      { itemId: 'a', position: 1 },
    ];
    expect(place(4, pin)).toBe('a i0 i1 b i2 i3');
    expect(placePins(list(2), pinsOf({ pin }), 4, entry).map(({ source }) => source)).toEqual([
      'pinned',
      'personal',
      'personal',
      'pinned',
    ]);
  });

  it.each<[string, Pin[], string]>([
    ['an item that is in the list anyway', [{ itemId: 'i2', position: 1 }], 'i2 i0 i1 i3'],
    [
      'two items at one position',
      [
        { itemId: 'a', position: 2 },
        { itemId: 'b', position: 2 },
      ],
      'i0 a b i1 i2 i3',
    ],
    [
      'an item twice',
      [
        { itemId: 'a', position: 2 },
        { itemId: 'a', position: 4 },
      ],
      'i0 a i1 i2 i3',
    ],
    ['a position beyond the end', [{ itemId: 'a', position: 90 }], 'i0 i1 i2 i3 a'],
  ])('of %s', (_, pin, wanted) => expect(place(4, pin, 100)).toBe(wanted));

  it('leave out what must not be shown, and what is excluded', () => {
    const pin = ['hidden', 'a', 'b'].map((itemId) => ({ itemId, position: 1 }));
    const visible = (itemId: string) => (itemId === 'hidden' ? undefined : entry(itemId));
    expect(ids(placePins(list(2), pinsOf({ pin, exclude: ['b'] }), 4, visible))).toBe('a i0 i1');
  });

  it('give pages that equal one long list, whatever their size', () => {
    const pins = fc.array(
      fc.record({
        itemId: fc.constantFrom('a', 'b', 'i0', 'i3', 'i17', 'i40'),
        position: fc.integer({ min: 1, max: 60 }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.nat(40), pins, fc.integer({ min: 1, max: 15 }), (length, pin, n) => {
        const all = list(length);
        const ordered = pinsOf({ pin });
        const whole = ids(placePins(all, ordered, 1000, entry));
        const pages: { itemId: string }[] = [];
        for (let offset = 0; offset < length + 10; offset += n) {
          const end = offset + n;
          const page = placePins(all.slice(0, end + ordered.length), ordered, end, entry).slice(offset, end);
          pages.push(...page);
        }
        expect(ids(pages)).toBe(whole);
      }),
    );
  });

  it('are explained', () => expect(explainPin({ itemId: 'a', position: 4 })).toBe('Pinned at position 4'));
});

describe('lists of ids', () => {
  const catalogue = { rowOf: (itemId: string) => ['a', 'b', 'c', 'd'].indexOf(itemId) };
  it('become rows, without unknown items', () => {
    expect(excludedRows({ exclude: ['c', 'x', 'a'] }, catalogue)).toEqual([2, 0]);
    expect(excludedRows({}, catalogue)).toEqual([]);
  });

  it('say which of them removes an item', () => {
    const rules = { include: ['a', 'b'], exclude: ['b'] };
    expect(explainItemLists(rules, 'a')).toBeUndefined();
    expect(explainItemLists(rules, 'b')).toMatch(/exclude/);
    expect(explainItemLists(rules, 'c')).toMatch(/include/);
    expect(explainItemLists({}, 'c')).toBeUndefined();
  });
});
