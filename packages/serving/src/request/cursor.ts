import type { RecommendInput } from '@curio/contracts';
import { InvalidRequest } from './invalid-request.ts';

/** Signs what a client carries from page to page, so that only cursors of this installation are accepted. */
export interface CursorSigner {
  sign(content: string): string;
  /** The signed content, or undefined where `signed` was not made by `sign`. */
  unsign(signed: string): string | undefined;
}

/** Where a page starts. It continues with the version of the page before: two versions would give two mixed lists. */
export interface Position {
  offset: number;
  version?: number;
}

const scopeOf = (projectId: string) => `recommendations/${projectId}`;

export function writeCursor(signer: CursorSigner, projectId: string, { offset, version }: Position): string {
  return signer.sign(JSON.stringify([scopeOf(projectId), offset, version ?? null]));
}

/** Throws InvalidRequest for a cursor that was not issued for this project. */
export function readPosition(
  signer: CursorSigner,
  projectId: string,
  input: Pick<RecommendInput, 'cursor' | 'offset'>,
): Position {
  if (input.cursor === undefined) return { offset: input.offset ?? 0 };
  const content = signer.unsign(input.cursor);
  const parts: unknown = content === undefined ? undefined : JSON.parse(content);
  if (!Array.isArray(parts) || parts[0] !== scopeOf(projectId)) {
    throw new InvalidRequest(
      'This cursor is not from this project.',
      '/cursor',
      'Use the nextCursor of the page before, unchanged.',
    );
  }
  const version: unknown = parts[2];
  return { offset: Number(parts[1]), ...(typeof version === 'number' ? { version } : {}) };
}
