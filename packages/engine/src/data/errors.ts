/** Data or parameters that cannot be trained with. The message is shown to users. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
}

/** A fit that diverged or has no solution: the parameters do not suit the data. */
export class DivergedError extends DataError {
  override readonly name = 'DivergedError';
}

/** Bytes that are not an artifact, are damaged, or have a format that this engine cannot read. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}
