/** Data that cannot be trained on, in a sentence that the data's owner understands. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
}

/** A fit that cannot be solved or left the finite numbers: the parameters do not suit the data. */
export class DivergedError extends DataError {
  override readonly name = 'DivergedError';
}

/** Bytes that are not an artifact of this engine, or of a version that it cannot read. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}
