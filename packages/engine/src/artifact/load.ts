import { weighHistory } from '../data/confidence.ts';
import { ArtifactError } from '../data/errors.ts';
import type { ExplanationTerms } from '../features/explanation-terms.ts';
import { explain } from '../scoring/explain.ts';
import { integers, openScorer, strings } from '../scoring/open-scorer.ts';
import type { Query, Recommendation, Recommendations, ServableModel } from '../scoring/query.ts';
import type { Catalogue } from '../scoring/rank.ts';
import { rank } from '../scoring/rank.ts';
import type { History } from '../scoring/scorer.ts';
import { decodeArtifact } from './format.ts';

/** Opens the bytes that a training made. Throws ArtifactError on damage and on formats that this engine does not know. */
export function loadArtifact(bytes: Uint8Array): ServableModel {
  const { manifest, arrays } = decodeArtifact(bytes);
  const itemIds = strings(arrays, 'itemIds');
  const catalogue: Catalogue = {
    itemIds,
    index: new Map(itemIds.map((id, i) => [id, i])),
    userCounts: integers(arrays, 'userCounts'),
    trending: integers(arrays, 'trendingOrder'),
    latest: integers(arrays, 'latestOrder'),
    popular: integers(arrays, 'popularOrder'),
    usual: manifest.scorer.type === 'order' ? manifest.scorer.by : 'popular',
  };
  for (const order of [catalogue.userCounts, catalogue.popular, catalogue.trending, catalogue.latest]) {
    if (order.length !== itemIds.length)
      throw new ArtifactError('The model contradicts itself on how many items it has.');
  }
  const scorer = openScorer(manifest.scorer, arrays, catalogue.userCounts);
  const terms: ExplanationTerms = {
    terms: strings(arrays, 'facts/terms'),
    indptr: integers(arrays, 'facts/indptr'),
    indices: integers(arrays, 'facts/indices'),
  };
  const scores = new Float32Array(itemIds.length);
  const excluded = new Uint8Array(itemIds.length);
  const personal = manifest.scorer.type !== 'popular' && manifest.scorer.type !== 'order';
  const byDescription = manifest.kind === 'content';

  // What is asked about one query after its list is about the same history.
  let last: { query: Query; history: History; from: number[] } | undefined;
  const read = (query: Query) => {
    if (last?.query === query) return last;
    const weighed = weighHistory(manifest.rules, query.history, (event) => catalogue.index.get(event.itemId) ?? -1);
    const history = query.user ? { ...weighed, user: query.user } : weighed;
    const from = (query.fromItems ?? []).flatMap((id) => catalogue.index.get(id) ?? []);
    last = { query, history, from };
    return last;
  };
  const explained = (query: Query, items: Recommendation[]) => {
    const { history, from } = read(query);
    const about = { history, from, catalogue, scorer, terms, byDescription };
    const reasons = explain(items, about);
    return items.map((item, n) => ({ ...item, reasons: reasons[n] }));
  };

  return {
    algorithm: manifest.algorithm,
    kind: manifest.kind,
    byteSize: 2 * bytes.byteLength,
    itemCount: itemIds.length,
    hasItem: (itemId) => catalogue.index.has(itemId),
    explain: explained,
    recommend(query: Query): Recommendations {
      const { history, from } = read(query);
      const ranked = rank({ query, history, from, catalogue, scorer: personal ? scorer : undefined, scores, excluded });
      const items = query.explain ? explained(query, ranked.items) : ranked.items;
      return ranked.fallback ? { items, fallback: ranked.fallback } : { items };
    },
  };
}
