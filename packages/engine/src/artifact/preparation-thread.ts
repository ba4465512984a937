/** A thread that prepares one model and ends. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { ArtifactError } from '../data/errors.ts';
import { type PreparationInput, prepareModel } from './prepare-model.ts';

export type PreparationResult =
  | { prepared: PreparationInput['prepared'] }
  | { error: string; isArtifactError: boolean };

// Requests are answered meanwhile, on the same processors. Only on Linux is this the priority of the calling thread alone.
const background = 5;
if (process.platform === 'linux') setPriority(background);

let result: PreparationResult;
try {
  result = { prepared: prepareModel(workerData as PreparationInput) };
} catch (error) {
  const isArtifactError = error instanceof ArtifactError;
  result = { error: error instanceof Error ? error.message : String(error), isArtifactError };
}
parentPort?.postMessage(result);
