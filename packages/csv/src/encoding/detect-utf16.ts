/**
 * UTF-16 without a byte-order mark, in any script: most line feeds of the bytes are whole code units, which text in no other
 * encoding has. Undefined for any other file.
 */
export function detectUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (!bytes.includes(0)) return undefined;
  const little = countUnits(bytes, 0);
  const big = countUnits(bytes, 1);
  const [encoding, found] = little.ends >= big.ends ? (['utf-16le', little] as const) : (['utf-16be', big] as const);
  // Delimiters, digits and line ends are ASCII in every language.
  return found.ends > 0 && found.ends >= found.otherEnds && found.ascii > found.units * 0.04 ? encoding : undefined;
}

/** @param low index of the lower byte in a code unit of two */
function countUnits(bytes: Uint8Array, low: 0 | 1): { units: number; ends: number; otherEnds: number; ascii: number } {
  const high = 1 - low;
  let ends = 0;
  let otherEnds = 0;
  let ascii = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const lower = bytes[i + low] ?? 0;
    const isEnd = lower === 10 || lower === 13;
    if (bytes[i + high] === 0 && ((lower >= 32 && lower < 127) || lower === 9 || isEnd)) {
      ascii++;
      if (isEnd) ends++;
    } else if (isEnd || bytes[i + high] === 10 || bytes[i + high] === 13) otherEnds++;
  }
  return { units: bytes.length >> 1, ends, otherEnds, ascii };
}
