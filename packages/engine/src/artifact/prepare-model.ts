import { createHash } from 'node:crypto';
import { ArtifactError } from '../data/errors.ts';
import { ModelMemory } from '../kernels/index.ts';
import { openModel } from './open-model.ts';

export interface PreparationInput {
  prepared: ReturnType<ModelMemory['prepared']>;
  at: number;
  byteLength: number;
  sha256: string;
}

/** Verifies an artifact and computes what its model derives from it, in the memory of that model. */
export function prepareModel({ prepared, at, byteLength, sha256 }: PreparationInput): PreparationInput['prepared'] {
  const memory = new ModelMemory({ prepared });
  const found = createHash('sha256').update(memory.u8(at, byteLength)).digest('hex');
  if (found !== sha256) throw new ArtifactError('The artifact does not match its SHA-256.');
  openModel({ memory, at, byteLength, isVerified: true }).prepare();
  return memory.prepared();
}
