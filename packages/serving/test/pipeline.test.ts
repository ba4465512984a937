import { type RecommendInput, recommendInput } from '@curio/contracts';
import { loadArtifact, type ServableModel } from '@curio/engine/artifact';
import { train } from '@curio/engine/train';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { calmHooks, optionsOf, plantedGenres } from '../../engine/test/planted.ts';
import { describeFallback, describeNothing } from '../src/pipeline/describe-fallback.ts';
import { createExplainer } from '../src/pipeline/explain.ts';
import { excludedIds, excludedItems, filterCandidates } from '../src/pipeline/filter.ts';
import { nextOffset, paginate } from '../src/pipeline/paginate.ts';
import { present } from '../src/pipeline/present.ts';
import { rerank } from '../src/pipeline/rerank.ts';
import { candidateCount, queryOf, retrieve } from '../src/pipeline/retrieve.ts';
import { type Plan, planRequest } from '../src/request/plan.ts';
import type { RequestState } from '../src/request/request-state.ts';
import { createTopLists } from '../src/state/top-lists.ts';
import { emptyUserState } from '../src/users/user-state.ts';

// A training in small: on a busy machine it takes longer than a unit test may.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let model: { version: number; servable: ServableModel };
beforeAll(async () => {
  const { artifact } = await train(plantedGenres(), optionsOf('hybrid'), calmHooks());
  model = { version: 1, servable: loadArtifact(artifact) };
});

const events = (...books: number[]) => books.map((book) => ({ itemId: `book-${book}`, type: 'purchase' }));
const state = (more: Partial<RequestState> = {}): RequestState => ({
  id: 1,
  liveVersion: 1,
  history: [],
  historyTruncated: false,
  user: {},
  titledItem: null,
  unavailable: false,
  stored: emptyUserState(),
  ...more,
});
const plan = (input: Partial<RecommendInput>, of: Partial<RequestState> = {}, offset = 0): Plan =>
  planRequest(recommendInput.parse(input), state(of), offset);
const list = (of: Plan, k = 500) => {
  const retrieval = { model, query: queryOf(of), exclusion: () => excludedItems(of, model.servable), k };
  return retrieve(of, retrieval, createTopLists());
};

describe('plan', () => {
  it('asks for ten popular items where the request names no starting point', () => {
    expect(plan({})).toMatchObject({ n: 10, offset: 0, strategy: 'popular', excludeSeen: true, fromItem: undefined });
    expect(plan({ userId: 'u' }).strategy).toBeUndefined();
  });

  it('counts the events of the session as newer than the stored ones, an unnamed type as a view', () => {
    const { history } = plan({ userId: 'u', history: [{ itemId: 'book-3' }] }, { history: events(1, 2) });
    expect(history).toEqual([...events(1, 2), { itemId: 'book-3', type: 'view' }]);
  });

  it('starts from the item with the given title, and reports that no item has it', () => {
    expect(plan({ itemTitle: 'Crime' }, { titledItem: 'book-0' })).toMatchObject({
      fromItem: 'book-0',
      unknownTitle: false,
    });
    expect(describeFallback(plan({ itemTitle: 'Crime' }), undefined)).toBe('no item has this title');
  });

  it('reads no more of an item than the answer needs', () => {
    expect(plan({}).read).toEqual([]);
    expect(plan({ explain: true }).read).toEqual(['title']);
    expect(plan({ fields: ['price'] }).read).toEqual(['price']);
  });
});

describe('filter', () => {
  it('excludes what was seen and the item to start from; an impression is not seen', () => {
    const history = [...events(1), { itemId: 'book-2', type: 'impression' }, { itemId: 'gone', type: 'view' }];
    const of = plan({ userId: 'u', itemId: 'book-5' }, { history });
    expect(excludedIds(of).sort()).toEqual(['book-1', 'book-5', 'gone']);
    const indices = ['book-5', 'book-1'].map((id) => model.servable.indexOf(id));
    expect(excludedItems(of, model.servable)).toEqual({ items: indices });
    expect(excludedItems({ ...of, excludeSeen: false }, model.servable).items).toEqual(indices.slice(0, 1));
  });

  it('hands the mask of a compiled filter to retrieval, which lists nothing that it excludes', () => {
    const mask = new Uint8Array(model.servable.itemCount).fill(1, 0, 40);
    const of = plan({ userId: 'u' }, { history: events(0, 4) });
    const exclusion = excludedItems(of, model.servable, mask);
    const { items } = retrieve(of, { model, query: queryOf(of), exclusion: () => exclusion, k: 80 }, createTopLists());
    expect(items).toHaveLength(40);
    expect(items.every(({ item }) => item >= 40)).toBe(true);
  });

  it('drops hidden items and those seen long ago, in their order; without a catalogue every item is visible', () => {
    const { items } = list(plan({ userId: 'u' }, { history: events(0) }), 4);
    const [a, b, c, d] = items.map((item) => item.itemId);
    const seen = new Set([b]);
    const idsOf = (visible: Set<string | undefined> | undefined) =>
      filterCandidates(items, { visible: visible as Set<string> | undefined, seen: seen as Set<string> }).map(
        ({ itemId }) => itemId,
      );
    expect(idsOf(new Set([a, b, d]))).toEqual([a, d]);
    expect(idsOf(undefined)).toEqual([a, c, d]);
  });
});

describe('pages', () => {
  it('are parts of one list that repeats and skips nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.nat(79), { maxLength: 12 }), (n, seen) => {
        const whole = list(plan({ userId: 'u' }, { history: events(...seen) })).items.map((item) => item.itemId);
        const pages: string[] = [];
        for (let offset: number | undefined = 0; offset !== undefined; ) {
          const of = plan({ userId: 'u', n }, { history: events(...seen) }, offset);
          const page = paginate(list(of, candidateCount(of, 0)).items, of);
          pages.push(...page.map((item) => item.itemId));
          offset = nextOffset(page.length, of);
        }
        expect(pages).toEqual(whole);
        expect(pages).toHaveLength(80 - new Set(seen).size);
      }),
      { numRuns: 30 },
    );
  });

  it('are cut after reranking, so that a step moves items between pages and none is lost', () => {
    const of = plan({ userId: 'u', n: 3 }, { history: events(0) });
    const { items } = list(of, 6);
    const reversed = rerank(items, of, [(candidates) => [...candidates].reverse()]);
    expect(paginate(reversed, of)).toEqual([items[5], items[4], items[3]]);
    expect(paginate(reversed, { ...of, offset: 3 })).toEqual([items[2], items[1], items[0]]);
  });
});

describe('retrieve', () => {
  it('ranks once for one state, and again for another state, session, version or number of items', () => {
    const cache = createTopLists();
    const ranked = (of: Plan, k = 20, version = 1) =>
      retrieve(
        of,
        { model: { ...model, version }, query: queryOf(of), exclusion: () => excludedItems(of, model.servable), k },
        cache,
      );
    const of = plan({ userId: 'u' }, { history: events(0, 4) });
    const first = ranked(of);
    expect(ranked(plan({ userId: 'u', explain: true }, { history: events(0, 4) }))).toBe(first);
    expect(ranked({ ...of, stateId: 2 })).not.toBe(first);
    expect(ranked(plan({ userId: 'u', history: [{ itemId: 'book-1' }] }, { history: events(0, 4) }))).not.toBe(first);
    expect(ranked(of, 20, 2)).not.toBe(first);
    expect(ranked(of, 40).items.slice(0, 20)).toEqual(first.items);
  });

  it('keeps lists of at most 32 MB, the sessions in their keys included', () => {
    const cache = createTopLists();
    const session = 'x'.repeat(1_000_000);
    for (let n = 0; n < 100; n++) cache.set(`${n} ${session}`, { items: [] });
    expect(cache.size).toBe(16);
    expect(cache.calculatedSize).toBeLessThanOrEqual(32 * 2 ** 20);
  });
});

describe('present', () => {
  const answer = (of: Plan) => {
    const { items, fallback } = list(of, of.n);
    const explainer = createExplainer(model.servable, queryOf(of));
    if (of.explain) explainer.explain(items);
    return present({
      recommendationId: 'rec_1',
      plan: of,
      items: items.map((item) => ({ ...item, ...explainer.of(item.itemId) })),
      rows: new Map([['book-0', { title: 'Crime 0', shelf: 3 }]]),
      model: undefined,
      fallback: describeFallback(of, fallback),
      nextCursor: null,
    });
  };

  it('names a source that agrees with the reasons of every item', () => {
    const { items } = answer(plan({ userId: 'u', n: 80, explain: true }, { history: events(0) }));
    const independent = new Set<string | undefined>(['popular', 'trending', 'latest']);
    for (const { itemId, source, reasons = [] } of items) {
      expect(reasons.length, itemId).toBeGreaterThan(0);
      const kind = reasons[0]?.kind;
      expect(source, itemId).toBe(independent.has(kind) ? kind : 'personal');
    }
  });

  it('gives the fields that were asked for, null for what an item does not have, and reasons only on request', () => {
    const [item] = answer(plan({ itemId: 'book-4', n: 80, fields: ['title', 'shelf', 'price'] })).items.filter(
      ({ itemId }) => itemId === 'book-0',
    );
    expect(item).toEqual({
      itemId: 'book-0',
      score: expect.any(Number),
      source: 'similar',
      fields: { title: 'Crime 0', shelf: 3, price: null },
    });
  });

  it.each([
    [{ userId: 'u' }, /^Nothing is known about this user yet, so these are popular items$/],
    [{ itemId: 'gone' }, /^The item is not known, so these are popular items$/],
    [{ history: [{ itemId: 'gone' }] }, /^The model contains none of the items in this history, so/],
    [{ strategy: 'trending' as const }, undefined],
  ])('says why popular items stand in: %o', (input, sentence) => {
    const { fallback } = answer(plan(input));
    if (sentence) expect(fallback).toMatch(sentence);
    else expect(fallback).toBeUndefined();
  });

  it('reports whether a list is empty because the user has seen every item', () => {
    expect(describeNothing(plan({ userId: 'u' }))).toMatch(/seen already/);
    expect(describeNothing(plan({ userId: 'u', excludeSeen: false }))).toMatch(/^No item/);
  });
});
