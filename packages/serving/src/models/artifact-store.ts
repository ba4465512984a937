import { createHash } from 'node:crypto';
import { type Db, type Trx, tenant } from '@curio/db';

const chunkBytes = 1 << 20;

/** A model version of a project. Its artifact never changes once written. */
export interface ModelRef {
  workspaceId: string;
  projectId: string;
  version: number;
}

/** Stores the artifact in chunks, in the transaction that registers its version. */
export async function writeArtifact(
  trx: Trx,
  model: ModelRef,
  bytes: Uint8Array,
): Promise<{ artifact_bytes: number; artifact_sha256: string }> {
  for (let sequence = 0, at = 0; at < bytes.length; sequence++, at += chunkBytes) {
    const chunk = bytes.subarray(at, Math.min(at + chunkBytes, bytes.length));
    await trx
      .insertInto('model_chunks')
      .values({
        workspace_id: model.workspaceId,
        project_id: model.projectId,
        version: model.version,
        sequence,
        bytes: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length),
      })
      .execute();
  }
  return { artifact_bytes: bytes.length, artifact_sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The artifact's bytes, checked against their SHA-256. Throws where the version is not ready or the bytes differ. */
export async function readArtifact(db: Db, model: ModelRef): Promise<Uint8Array> {
  return tenant(db, model, async (trx) => {
    const { artifact_bytes, artifact_sha256 } = await trx
      .selectFrom('models')
      .select(['artifact_bytes', 'artifact_sha256'])
      .where('project_id', '=', model.projectId)
      .where('version', '=', model.version)
      .where('status', '=', 'ready')
      .executeTakeFirstOrThrow();
    const bytes = new Uint8Array(artifact_bytes ?? 0);
    const hash = createHash('sha256');
    let at = 0;
    for (let sequence = 0; at < bytes.length; sequence++) {
      const chunk = await trx
        .selectFrom('model_chunks')
        .select('bytes')
        .where('project_id', '=', model.projectId)
        .where('version', '=', model.version)
        .where('sequence', '=', sequence)
        .executeTakeFirstOrThrow();
      bytes.set(chunk.bytes, at);
      hash.update(chunk.bytes);
      at += chunk.bytes.length;
    }
    if (hash.digest('hex') !== artifact_sha256) {
      throw new Error(`The artifact of ${model.projectId} version ${model.version} does not match its SHA-256`);
    }
    return bytes;
  });
}
