/** The request names something that cannot be used; `pointer` is a JSON pointer into its body. */
export class InvalidRequest extends Error {
  readonly pointer: string;
  readonly detail: string;

  constructor(message: string, pointer: string, detail: string) {
    super(message);
    this.name = 'InvalidRequest';
    this.pointer = pointer;
    this.detail = detail;
  }
}
