import { type Db, tenant } from '@curio/db';
import { openArtifact, type ServableModel } from '@curio/engine/artifact';
import type { Logger } from 'pino';
import { describeArtifact, type ModelRef, readArtifactInto } from './artifact-store.ts';

/** A version in memory, with what an answer says about it. */
export interface LoadedModel {
  version: number;
  algorithm: string;
  /** ISO times. */
  trainedAt: string;
  dataAsOf: string;
  servable: ServableModel;
}

/** Reads a ready version and its artifact. Throws where there is none or its bytes are damaged. */
export async function loadModel(db: Db, log: Logger, model: ModelRef): Promise<LoadedModel> {
  const started = performance.now();
  const row = await tenant(db, model, (trx) =>
    trx
      .selectFrom('models')
      .select(['version', 'algorithm', 'trained_at', 'snapshot'])
      .where('project_id', '=', model.projectId)
      .where('version', '=', model.version)
      .executeTakeFirstOrThrow(),
  );
  const servable = await openArtifact({
    ...(await describeArtifact(db, model)),
    read: (into) => readArtifactInto(db, model, into),
  });
  const milliseconds = Math.round(performance.now() - started);
  log.info(
    { projectId: model.projectId, version: model.version, bytes: servable.byteSize, milliseconds },
    'model loaded',
  );
  return {
    version: row.version,
    algorithm: row.algorithm ?? servable.algorithm,
    trainedAt: row.trained_at?.toISOString() ?? '',
    dataAsOf: row.snapshot?.takenAt ?? '',
    servable,
  };
}
