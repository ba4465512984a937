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
  version?: number;
  /** Seconds since 1970: later events of the user are left out. */
  asOf?: number;
  /** The last item of the page before: the page starts after it, also where items before it were hidden since. */
  after?: string;
}

const scopeOf = (projectId: string) => `recommendations/${projectId}`;

export function writeCursor(signer: CursorSigner, projectId: string, position: Required<Position>): string {
  const { offset, version, asOf, after } = position;
  return signer.sign(JSON.stringify([scopeOf(projectId), offset, version, asOf, after]));
}

/** Throws InvalidRequest for a cursor that was not issued for this project. */
export function readPosition(
  signer: CursorSigner,
  projectId: string,
  input: { cursor?: string | undefined; offset?: number | undefined },
): Position {
  if (input.cursor === undefined) return { offset: input.offset ?? 0 };
  const content = signer.unsign(input.cursor);
  const parts: unknown = content === undefined ? undefined : JSON.parse(content);
  if (!Array.isArray(parts) || parts[0] !== scopeOf(projectId)) {
    throw new InvalidRequest('This cursor is not from this project.', [
      { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
    ]);
  }
  const [, offset, version, asOf, after] = parts as [string, number, number, number, string];
  // Version 0: no model was used.
  return { offset, asOf, after, ...(version > 0 ? { version } : {}) };
}
