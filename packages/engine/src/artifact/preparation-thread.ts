/** A thread that prepares one model and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { ArtifactError } from '../data/errors.ts';
import { type PreparationInput, prepareModel } from './prepare-model.ts';

export type PreparationResult =
  | { prepared: PreparationInput['prepared'] }
  | { error: string; isArtifactError: boolean };

let result: PreparationResult;
try {
  result = { prepared: prepareModel(workerData as PreparationInput) };
} catch (error) {
  const isArtifactError = error instanceof ArtifactError;
  result = { error: error instanceof Error ? error.message : String(error), isArtifactError };
}
parentPort?.postMessage(result);
