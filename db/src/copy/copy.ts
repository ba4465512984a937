import type { Socket } from 'node:net';
import type { RawBuilder, Transaction } from 'kysely';

/** `copyTo` yields blocks of about this size. When more than `blocksWaiting` are unread, the socket is paused. */
const blockBytes = 1 << 18;
const blocksWaiting = 4;

/**
 * Runs `copy … from stdin`, the fastest way into a table, with `rows` as its input. Postgres refuses COPY into tables with
 * row-level security, so the target has to be a temporary table.
 */
export async function copyFrom<DB>(
  trx: Transaction<DB>,
  statement: RawBuilder<unknown>,
  rows: Uint8Array,
): Promise<void> {
  await run(trx, statement, [rows])[Symbol.asyncIterator]().next();
}

/** Runs `copy … to stdout`: its bytes, in blocks that end where a row ends. The memory of a block is not reused. */
export async function* copyTo<DB>(trx: Transaction<DB>, statement: RawBuilder<unknown>): AsyncIterable<Buffer> {
  for await (const { rows } of run(trx, statement, [])) yield* rows as Buffer[];
}

function run<DB>(trx: Transaction<DB>, statement: RawBuilder<unknown>, parameters: unknown[]) {
  return trx.getExecutor().stream({ ...statement.compile(trx), parameters }, 1);
}

/** The part of pg's connection that COPY uses. */
interface Connection {
  stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
}

/**
 * One COPY as a query that pg submits: Kysely creates a "cursor" of this class for every streamed statement and reads
 * from it until it returns no rows. COPY has no parameters, so the input is passed as the first one.
 * Protocol: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY
 */
export class Copy<T> {
  readonly #text: string;
  readonly #input: Uint8Array | undefined;
  #stream: Socket | undefined;
  #blocks: Buffer[] = [];
  #block: Buffer = Buffer.alloc(0);
  #length = 0;
  #ended = false;
  #closed = false;
  #error: Error | undefined;
  #wake = () => {};

  constructor(text: string, parameters: unknown[]) {
    this.#text = text;
    this.#input = parameters[0] as Uint8Array | undefined;
  }

  async read(): Promise<T[]> {
    while (this.#blocks.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#error) throw this.#error;
    if (this.#blocks.length <= blocksWaiting) this.#stream?.resume();
    return this.#blocks.splice(0, 1) as T[];
  }

  /** Drops the rows that are left, and waits until the server has finished: only then is the connection free again. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#blocks = [];
    this.#stream?.resume();
    while (!this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  submit(connection: Connection): void {
    this.#stream = connection.stream;
    connection.query(this.#text);
    if (!this.#input) return;
    // Sent without waiting for CopyInResponse: a server that has refused the statement ignores the data.
    connection.sendCopyFromChunk(this.#input);
    connection.endCopyFrom();
  }

  /** Copies the bytes, because pg reuses their memory. */
  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    if (this.#closed) return;
    if (this.#length + chunk.length > this.#block.length) {
      this.#pushBlock();
      this.#block = Buffer.allocUnsafeSlow(Math.max(blockBytes, chunk.length));
      if (this.#blocks.length > blocksWaiting) connection.stream.pause();
    }
    chunk.copy(this.#block, this.#length);
    this.#length += chunk.length;
  }

  #pushBlock(): void {
    if (this.#length > 0) this.#blocks.push(this.#block.subarray(0, this.#length));
    this.#length = 0;
    this.#block = Buffer.alloc(0);
    this.#wake();
  }

  handleCommandComplete(): void {
    if (!this.#closed) this.#pushBlock();
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  /** After an error message of the server pg calls no handler when the connection is ready again. */
  handleError(error: Error): void {
    this.#error = error;
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    this.#stream?.resume();
    this.#wake();
  }

  handleCopyInResponse(): void {}
  handleEmptyQuery(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
}
