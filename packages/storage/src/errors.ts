/** The bytes written under a key exceeded the limit that the caller gave. Nothing is kept of them. */
export class TooLargeError extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`More than ${maxBytes} bytes were written`);
    this.name = 'TooLargeError';
    this.maxBytes = maxBytes;
  }
}
