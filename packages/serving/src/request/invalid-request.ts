/** A JSON pointer to a part of the request, and how to correct it. */
export interface InvalidPart {
  pointer: string;
  detail: string;
}

/** The request asks for something that the project does not have. */
export class InvalidRequest extends Error {
  readonly parts: readonly InvalidPart[];

  constructor(message: string, parts: readonly InvalidPart[]) {
    super(message);
    this.parts = parts;
  }
}
