export type { Event } from '../data/confidence.ts';
export { ArtifactError } from '../data/errors.ts';
export type {
  Candidate,
  Candidates,
  Exclusion,
  Explanation,
  Fallback,
  FallbackReason,
  HistoryEvent,
  Query,
  Reason,
  ServableModel,
  Source,
  Strategy,
  UserIndependentRanking,
} from '../scoring/query.ts';
export { HistoryMemo } from '../scoring/query.ts';
export { type ArtifactSource, loadArtifact, openArtifact } from './load.ts';
