import { InvalidRequest } from './invalid-request.ts';

/** Signs what a client carries from page to page, so that only cursors of this installation are accepted. */
export interface CursorSigner {
  sign(content: string): string;
  /** The signed content, or undefined where `signed` was not made by `sign`. */
  unsign(signed: string): string | undefined;
}

/**
 * Where a page starts, and what its list is ranked from: the version and the history of the first page, or a promotion
 * or an event between two pages would mix two lists.
 */
export interface Position {
  offset: number;
  /** null: no model ranked the first page, so none ranks the others. */
  version?: number | null;
  /** Seconds since 1970: later events of the user are left out. */
  asOf?: number;
  /**
   * The last items of the page before, the last one first: the page starts after the first of them that is still shown,
   * also where items before it were hidden since.
   */
  after?: readonly string[];
}

const maxAfterItems = 10;
/** Bytes of JSON: a cursor is part of a URL, and has at most 2,000 characters. An id fits, unless it is mostly control characters. */
const maxAfterBytes = 1_100;

const scopeOf = (projectId: string) => `recommendations/${projectId}`;

export function writeCursor(
  signer: CursorSigner,
  projectId: string,
  { offset, version, asOf, shown }: Required<Omit<Position, 'after'>> & { shown: readonly string[] },
): string {
  return signer.sign(JSON.stringify([scopeOf(projectId), offset, version, asOf, ...lastOf(shown)]));
}

/** The last items while they are few and short, the last one first. */
function lastOf(shown: readonly string[]): string[] {
  let bytes = 0;
  return shown
    .slice(-maxAfterItems)
    .reverse()
    .filter((itemId) => {
      bytes += Buffer.byteLength(JSON.stringify(itemId));
      return bytes <= maxAfterBytes;
    });
}

/** Throws InvalidRequest for a cursor that was not issued for this project. */
export function readPosition(
  signer: CursorSigner,
  projectId: string,
  input: { cursor?: string | undefined; offset?: number | undefined },
): Position {
  if (input.cursor === undefined) return { offset: input.offset ?? 0 };
  if (input.offset !== undefined) {
    throw new InvalidRequest('offset: Give either cursor or offset.', [
      { pointer: '/offset', detail: 'Leave it out: the cursor says where the page starts.' },
    ]);
  }
  const content = signer.unsign(input.cursor);
  const parts: unknown = content === undefined ? undefined : JSON.parse(content);
  if (!Array.isArray(parts) || parts[0] !== scopeOf(projectId)) {
    throw new InvalidRequest('This cursor is not from this project.', [
      { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
    ]);
  }
  const [, offset, version, asOf, ...after] = parts as [string, number, number | null, number, ...string[]];
  return { offset, version, asOf, after };
}
