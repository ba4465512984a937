export { ArtifactError, DataError, DivergedError } from './data/errors.ts';
export type {
  Estimate,
  FeatureValue,
  InteractionRecord,
  ItemRecord,
  Metrics,
  ModelKind,
  Progress,
  SignalRules,
  UserRecord,
} from './data/records.ts';
