/** Data or parameters that cannot be trained with. The message is shown to users. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
}

/** A parameter that an algorithm does not have, or whose value is out of range. */
export class ParameterError extends DataError {
  override readonly name = 'ParameterError';
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

/** A fit that diverged or has no solution: the parameters do not suit the data. */
export class DivergedError extends DataError {
  override readonly name = 'DivergedError';
}

/** Bytes that are not an artifact, are damaged, or have a format that this engine cannot read. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
}
