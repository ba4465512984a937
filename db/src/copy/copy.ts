import type { Socket } from 'node:net';
import type { RawBuilder, Transaction } from 'kysely';

/** Rows leave `copyTo` in blocks of about this size, and as many wait at most before the server is made to wait. */
const blockBytes = 1 << 18;
const blocksWaiting = 4;

/**
 * Runs `copy … from stdin`, the fastest way into a table, with `rows` as its input. Postgres takes no COPY into a table
 * with row-level security: it is for temporary ones.
 */
export async function copyFrom<DB>(
  trx: Transaction<DB>,
  statement: RawBuilder<unknown>,
  rows: Uint8Array,
): Promise<void> {
  await run(trx, statement, [rows])[Symbol.asyncIterator]().next();
}

/** Runs `copy … to stdout`: its bytes, in blocks that end where a row ends. Each block is the reader's to keep. */
export async function* copyTo<DB>(trx: Transaction<DB>, statement: RawBuilder<unknown>): AsyncIterable<Buffer> {
  for await (const { rows } of run(trx, statement, [])) yield* rows as Buffer[];
}

function run<DB>(trx: Transaction<DB>, statement: RawBuilder<unknown>, parameters: unknown[]) {
  return trx.getExecutor().stream({ ...statement.compile(trx), parameters }, 1);
}

/** Of pg's connection, what a COPY says and hears. */
interface Connection {
  stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
}

/**
 * One COPY as pg submits it: Kysely gives every streamed statement of a connection to such a class, its "cursor", and
 * reads until nothing comes. COPY has no parameters, so that they carry the input.
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

  /** The connection is free again only when the server has said all: what nobody reads any more is dropped. */
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
    // Without waiting to be asked for it: a server that has refused the statement drops what comes behind it.
    connection.sendCopyFromChunk(this.#input);
    connection.endCopyFrom();
  }

  /** pg uses the bytes' memory again: they are copied. */
  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    if (this.#closed) return;
    if (this.#length + chunk.length > this.#block.length) {
      this.#give();
      this.#block = Buffer.allocUnsafeSlow(Math.max(blockBytes, chunk.length));
      if (this.#blocks.length > blocksWaiting) connection.stream.pause();
    }
    chunk.copy(this.#block, this.#length);
    this.#length += chunk.length;
  }

  #give(): void {
    if (this.#length > 0) this.#blocks.push(this.#block.subarray(0, this.#length));
    this.#length = 0;
    this.#block = Buffer.alloc(0);
    this.#wake();
  }

  handleCommandComplete(): void {
    if (!this.#closed) this.#give();
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  /** After an error message of the server the connection is ready without this query hearing of it. */
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
