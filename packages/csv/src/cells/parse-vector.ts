import { maxVectorWidth } from '@curio/contracts';

const separators = /[\s,;|]+/;

/**
 * An embedding: `[0.1, -2e-3]`, `0.1 0.2`, `0.1;0.2`, with or without brackets. Points are decimal marks.
 * @returns undefined for anything but 1 to 4,096 finite numbers
 */
export function parseVector(text: string): number[] | undefined {
  const body = text
    .trim()
    .replace(/^[[({]|[\])}]$/g, '')
    .trim();
  if (body === '') return undefined;
  const numbers = body.split(separators).map((part) => (part === '' ? Number.NaN : Number(part)));
  return numbers.length <= maxVectorWidth && numbers.every(Number.isFinite) ? numbers : undefined;
}

/** Whether a sample, which may be cut short, begins as a vector does: at least four numbers with a decimal point. */
export const looksLikeVector = (sample: string): boolean =>
  /^\s*[[({]?\s*(?:-?\d+\.\d+(?:e[-+]?\d+)?[\s,;|]+){3,}-?\d/i.test(sample);
