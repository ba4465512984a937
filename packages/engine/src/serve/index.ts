export { ArtifactError } from '../errors.ts';
export type { Event } from '../signal.ts';
export { loadArtifact } from './load-artifact.ts';
export type {
  HistoryEvent,
  Query,
  Reason,
  Recommendation,
  Recommendations,
  ServableModel,
  Source,
  Strategy,
} from './query.ts';
