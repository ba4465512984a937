import { ArtifactError } from '../data/errors.ts';
import { IdIndex } from '../data/id-index.ts';
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
    index: new IdIndex(itemIds),
    userCounts: integers(arrays, 'userCounts'),
    trending: integers(arrays, 'rankings/trending'),
    latest: integers(arrays, 'rankings/latest'),
    popular: integers(arrays, 'rankings/popular'),
    fallbackRanking: spec.type === 'order' ? spec.by : 'popular',
  };
  for (const array of [catalogue.userCounts, catalogue.popular, catalogue.trending, catalogue.latest]) {
    if (array.length !== itemIds.length)
      throw new ArtifactError('The arrays of the model differ in their number of items.');
  }
  const terms: ExplanationTerms = {
    terms: strings(arrays, 'explanation/terms'),
    indptr: integers(arrays, 'explanation/indptr'),
    indices: integers(arrays, 'explanation/indices'),
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
