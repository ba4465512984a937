export { ArtifactError, DataError, DivergedError, ParameterError } from './data/errors.ts';
export type {
  ConfidenceRules,
  Estimate,
  FeatureValue,
  InteractionRecord,
  ItemRecord,
  Metrics,
  ModelKind,
  Progress,
  UserRecord,
} from './data/records.ts';
