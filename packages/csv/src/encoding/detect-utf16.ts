import { isUtf8 } from 'node:buffer';

/**
 * UTF-16 without a byte-order mark, in any script: line ends and other ASCII characters are code units with a zero as higher byte.
 * Undefined for any other file, text with a few NULs included.
 */
export function detectUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (!bytes.includes(0)) return undefined;
  const little = countUnits(bytes, 0);
  const big = countUnits(bytes, 1);
  const [encoding, found] = little.ascii >= big.ascii ? (['utf-16le', little] as const) : (['utf-16be', big] as const);
  // Delimiters, digits and line ends are ASCII in every language; a zero as lower byte is rare.
  const likely = found.ends > 0 && found.ascii > found.units * 0.04 && found.ascii > found.lowerZeros;
  if (!likely || (found.ascii < found.units * 0.6 && isUtf8(bytes))) return undefined;
  return encoding;
}

/** @param low index of the lower byte in a code unit of two */
function countUnits(bytes: Uint8Array, low: 0 | 1): { units: number; ends: number; ascii: number; lowerZeros: number } {
  let ends = 0;
  let ascii = 0;
  let lowerZeros = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const lower = bytes[i + low] ?? 0;
    if (lower === 0) lowerZeros++;
    if (bytes[i + 1 - low] !== 0) continue;
    const isEnd = lower === 10 || lower === 13;
    if ((lower >= 32 && lower < 127) || lower === 9 || isEnd) ascii++;
    if (isEnd) ends++;
  }
  return { units: bytes.length >> 1, ends, ascii, lowerZeros };
}
