export type { Event } from '../data/confidence.ts';
export { ArtifactError } from '../data/errors.ts';
export type {
  HistoryEvent,
  Query,
  Reason,
  Recommendation,
  Recommendations,
  ServableModel,
  Source,
  Strategy,
} from '../scoring/query.ts';
export { loadArtifact } from './load.ts';
