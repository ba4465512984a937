import { Worker } from 'node:worker_threads';
import { ArtifactError } from '../data/errors.ts';
import { ModelMemory } from '../kernels/index.ts';
import type { ServableModel } from '../scoring/query.ts';
import { openModel } from './open-model.ts';
import type { PreparationResult } from './preparation-thread.ts';
import { type PreparationInput, prepareModel } from './prepare-model.ts';

/** Opens a copy of an artifact's bytes. Throws ArtifactError for damaged bytes and for formats that this engine cannot read. */
export function loadArtifact(bytes: Uint8Array): ServableModel {
  const memory = new ModelMemory();
  const at = memory.allocate(bytes.length);
  memory.u8(at, bytes.length).set(bytes);
  const model = openModel({ memory, at, byteLength: bytes.length, isVerified: false });
  model.prepare();
  return model;
}

export interface ArtifactSource {
  byteLength: number;
  /** Hexadecimal SHA-256 of the bytes. */
  sha256: string;
  /** Writes all bytes to `into`. */
  read(into: Uint8Array): Promise<void>;
}

/** Smaller artifacts are prepared in a few milliseconds, less than a thread takes to start. */
const defaultThreadFrom = 1 << 19;

/**
 * Reads an artifact and opens it. The bytes are read into the model's memory; from `threadFrom` bytes on, a worker thread over
 * the same memory verifies and prepares them, and the calling thread does nothing whose time grows with the model. Throws
 * ArtifactError as `loadArtifact` does, and for bytes of another SHA-256.
 */
export async function openArtifact(
  { byteLength, sha256, read }: ArtifactSource,
  { threadFrom = defaultThreadFrom } = {},
): Promise<ServableModel> {
  const memory = new ModelMemory();
  const at = memory.allocate(byteLength);
  await read(memory.u8(at, byteLength));
  const input = { prepared: memory.prepared(), at, byteLength, sha256 };
  const prepared = byteLength < threadFrom ? prepareModel(input) : await prepareInThread(input);
  return openModel({ memory: new ModelMemory({ prepared }), at, byteLength, isVerified: true });
}

function prepareInThread(workerData: PreparationInput): Promise<PreparationInput['prepared']> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./preparation-thread.ts', import.meta.url), { workerData, execArgv: [] });
    let result: PreparationResult | undefined;
    worker.once('message', (message: PreparationResult) => {
      result = message;
      worker.terminate().catch(reject);
    });
    worker.once('error', reject);
    // The memory of the thread is free when it has ended.
    worker.once('exit', (code) => {
      if (!result) reject(new Error(`The thread that prepares a model ended with code ${code}.`));
      else if ('prepared' in result) resolve(result.prepared);
      else reject(result.isArtifactError ? new ArtifactError(result.error) : new Error(result.error));
    });
  });
}
