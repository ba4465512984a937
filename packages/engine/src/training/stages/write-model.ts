import { encodeArtifact } from '../../artifact/format.ts';
import { modelArrays } from '../../artifact/model-arrays.ts';
import { rotateFactors } from '../../artifact/rotate-factors.ts';
import { type ModelSpec, specParams } from '../../ensemble/spec.ts';
import type { FittedModel } from '../../scoring/spec.ts';
import type { TrainingRun } from '../training-run.ts';

/** The artifact's bytes. */
export function writeModel({ dataset, progress }: TrainingRun, spec: ModelSpec, model: FittedModel): Uint8Array {
  progress('Writing the model', 98);
  const served = rotateFactors(model);
  const head = { algorithm: spec.name, kind: spec.kind, params: specParams(spec), rules: dataset.rules };
  return encodeArtifact({ ...head, scorer: served.spec }, modelArrays(dataset, served));
}
