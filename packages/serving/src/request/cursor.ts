import type { RecommendInput } from '@curio/contracts';
import type { Context } from '../../../core/src/platform/context.ts';
import { CurioError } from '../../../core/src/platform/errors.ts';

/** A page goes on with the version that the page before came from, so that a new model does not mix two lists. */
export function signOffset(context: Context, projectId: string, offset: number, version: number | undefined): string {
  return context.secrets.sign(JSON.stringify([`recommendations/${projectId}`, offset, version ?? null]));
}

export function readOffset(
  context: Context,
  projectId: string,
  input: Pick<RecommendInput, 'cursor' | 'offset'>,
): { offset: number; version?: number } {
  if (input.cursor === undefined) return { offset: input.offset ?? 0 };
  const content = context.secrets.unsign(input.cursor);
  const parts: unknown = content === undefined ? undefined : JSON.parse(content);
  if (!Array.isArray(parts) || parts[0] !== `recommendations/${projectId}`) {
    throw new CurioError('invalid-input', 'This cursor is not from this project.', [
      { pointer: '/cursor', detail: 'Use the nextCursor of the page before, unchanged.' },
    ]);
  }
  const version: unknown = parts[2];
  return { offset: Number(parts[1]), ...(typeof version === 'number' ? { version } : {}) };
}
