import { createHash } from 'node:crypto';
import { copyTo, createCopyFields, type Db, sql, type Trx, tenant } from '@curio/db';

/**
 * A reader collects each chunk in a buffer that grows with every 64 KiB: larger chunks need several times their bytes, and what
 * a load leaves behind stays in the memory of the process.
 */
const chunkBytes = 1 << 16;
const chunksPerStatement = 16;

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
  const { workspaceId: workspace_id, projectId: project_id, version } = model;
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, sequence) => {
    const chunk = bytes.subarray(sequence * chunkBytes, (sequence + 1) * chunkBytes);
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    return { workspace_id, project_id, version, sequence, bytes: view };
  });
  for (let at = 0; at < chunks.length; at += chunksPerStatement) {
    const values = chunks.slice(at, at + chunksPerStatement);
    await trx.insertInto('model_chunks').values(values).execute();
  }
  return { artifact_bytes: bytes.length, artifact_sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Size and hash of the artifact of a ready version. Throws where the version is not ready. */
export async function describeArtifact(db: Db, model: ModelRef): Promise<{ byteLength: number; sha256: string }> {
  const row = await tenant(db, model, (trx) =>
    trx
      .selectFrom('models')
      .select(['artifact_bytes', 'artifact_sha256'])
      .where('project_id', '=', model.projectId)
      .where('version', '=', model.version)
      .where('status', '=', 'ready')
      .executeTakeFirstOrThrow(),
  );
  return { byteLength: row.artifact_bytes ?? 0, sha256: row.artifact_sha256 ?? '' };
}

/**
 * Reads the chunks of an artifact to their places in `into`, which has its size, by COPY: a query would send them in hexadecimal.
 * Between chunks the event loop runs. Throws where chunks are missing.
 */
export async function readArtifactInto(db: Db, model: ModelRef, into: Uint8Array): Promise<void> {
  const at = await tenant(db, model, async (trx) => {
    const fields = createCopyFields();
    const chunks = sql`
      copy (
        select bytes from model_chunks
        where project_id = ${sql.lit(model.projectId)} and version = ${sql.lit(model.version)}
        order by sequence
      ) to stdout with (format binary)`;
    let end = 0;
    for await (const block of copyTo(trx, chunks)) {
      fields.take(block);
      while (fields.next()) {
        const bytes = fields.bytes();
        if (end + bytes.length <= into.length) into.set(bytes, end);
        end += bytes.length;
      }
    }
    return end;
  });
  if (at !== into.length) {
    throw new Error(`The artifact of ${model.projectId} version ${model.version} has ${at} of ${into.length} bytes`);
  }
}

/** The artifact's bytes, checked against their SHA-256. Throws where the version is not ready or the bytes differ. */
export async function readArtifact(db: Db, model: ModelRef): Promise<Uint8Array> {
  const { byteLength, sha256 } = await describeArtifact(db, model);
  const bytes = new Uint8Array(byteLength);
  await readArtifactInto(db, model, bytes);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(`The artifact of ${model.projectId} version ${model.version} does not match its SHA-256`);
  }
  return bytes;
}
