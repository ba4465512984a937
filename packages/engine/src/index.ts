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
} from './contract.ts';
export { ArtifactError, DataError, DivergedError } from './errors.ts';
