import { ArtifactError } from '../data/errors.ts';
import type { ExplanationTerms } from '../features/explanation-terms.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { ServableModel } from '../scoring/query.ts';
import { integers, openScorer, strings } from '../scoring/scorers/open-scorer.ts';
import { createServableModel } from '../scoring/servable-model.ts';
import { decodeArtifact } from './format.ts';

/** Opens the bytes of an artifact. Throws ArtifactError for damaged bytes and for formats that this engine cannot read. */
export function loadArtifact(bytes: Uint8Array): ServableModel {
  const { manifest, arrays } = decodeArtifact(bytes);
  const { scorer: spec } = manifest;
  const itemIds = strings(arrays, 'itemIds');
  const catalogue: Catalogue = {
    itemIds,
    index: new Map(itemIds.map((id, i) => [id, i])),
    userCounts: integers(arrays, 'userCounts'),
    trending: integers(arrays, 'trendingOrder'),
    latest: integers(arrays, 'latestOrder'),
    popular: integers(arrays, 'popularOrder'),
    fallbackRanking: spec.type === 'order' ? spec.by : 'popular',
  };
  for (const array of [catalogue.userCounts, catalogue.popular, catalogue.trending, catalogue.latest]) {
    if (array.length !== itemIds.length)
      throw new ArtifactError('The model contradicts itself on how many items it has.');
  }
  const terms: ExplanationTerms = {
    terms: strings(arrays, 'facts/terms'),
    indptr: integers(arrays, 'facts/indptr'),
    indices: integers(arrays, 'facts/indices'),
  };
  return createServableModel({
    algorithm: manifest.algorithm,
    kind: manifest.kind,
    byteSize: 2 * bytes.byteLength,
    rules: manifest.rules,
    catalogue,
    scorer: openScorer(spec, arrays, catalogue.userCounts),
    terms,
    personal: spec.type !== 'popular' && spec.type !== 'order',
  });
}
