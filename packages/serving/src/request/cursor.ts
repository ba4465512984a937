import type { RecommendInput } from '@curio/contracts';
import { InvalidRequest } from './invalid-request.ts';

/** Signs what a client carries from page to page, so that only cursors of this installation are accepted. */
export interface CursorSigner {
  /** The text contains the content, and not what it is bound to. */
  sign(content: string, boundTo: string): string;
  /** The signed content, or undefined where `signed` was not made by `sign` with the same binding. */
  unsign(signed: string, boundTo: string): string | undefined;
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
/** A control character is escaped as \u0000. */
const maxCharacterBytes = 6;

/** Fields of a query that decide which list it asks for; the others choose a part of the list, or what is shown of it. */
const listFields = [
  'userId',
  'itemId',
  'itemTitle',
  'history',
  'placement',
  'modelVersion',
  'strategy',
  'filter',
  'rules',
  'excludeSeen',
  'excludeOwn',
  'diversity',
  'rotation',
] as const satisfies (keyof RecommendInput)[];

/** A text that is equal for queries with the same list. Objects of a parsed query have their keys in the schema's order. */
export function listOf(projectId: string, input: RecommendInput): string {
  let list = projectId;
  for (const name of listFields) {
    const value = input[name];
    if (value !== undefined) list += ` ${name} ${JSON.stringify(value)}`;
  }
  return list;
}

/** @param list of `listOf`. */
export function writeCursor(
  signer: CursorSigner,
  list: string,
  { offset, version, asOf, shown }: Required<Omit<Position, 'after'>> & { shown: readonly string[] },
): string {
  return signer.sign(JSON.stringify([offset, version, asOf, ...lastOf(shown)]), list);
}

/** The last items while they are few and short, the last one first. */
function lastOf(shown: readonly string[]): string[] {
  const last = shown.slice(-maxAfterItems).reverse();
  let characters = 0;
  for (const itemId of last) characters += itemId.length;
  if (characters * maxCharacterBytes + last.length * 2 <= maxAfterBytes) return last;
  let bytes = 0;
  return last.filter((itemId) => {
    bytes += Buffer.byteLength(JSON.stringify(itemId));
    return bytes <= maxAfterBytes;
  });
}

/** Throws InvalidRequest for a cursor that was not issued for this list. */
export function readPosition(
  signer: CursorSigner,
  list: string,
  input: { cursor?: string | undefined; offset?: number | undefined },
): Position {
  if (input.cursor === undefined) return { offset: input.offset ?? 0 };
  if (input.offset !== undefined) {
    throw new InvalidRequest('offset: Give either cursor or offset.', [
      { pointer: '/offset', detail: 'Leave it out: the cursor says where the page starts.' },
    ]);
  }
  const content = signer.unsign(input.cursor, list);
  if (content === undefined) {
    throw new InvalidRequest('This cursor is not of this query.', [
      {
        pointer: '/cursor',
        detail:
          'Send the nextCursor of the page before, unchanged, with the same query: another user, filter or setting is ' +
          'another list and begins without a cursor.',
      },
    ]);
  }
  const [offset, version, asOf, ...after] = JSON.parse(content) as [number, number | null, number, ...string[]];
  return { offset, version, asOf, after };
}
