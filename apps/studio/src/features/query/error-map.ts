import { ApiError } from '@/api/problem.ts';
import type { PointerErrorMap } from './pointer-errors.tsx';

/** The messages of a refused request by their pointers. Where a pointer has several, the first. */
export function errorMapOf(error: unknown): PointerErrorMap {
  const messages = new Map<string, string>();
  if (!(error instanceof ApiError)) return messages;
  for (const { pointer, detail } of error.errors) if (!messages.has(pointer)) messages.set(pointer, detail);
  return messages;
}
