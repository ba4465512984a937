const separators = ['|', ';', ' > ', ',', '/', '>'];

/**
 * The separator of a list column, or undefined where the cells are not lists: at least a fifth of the cells contain it,
 * entries are short, and they recur from cell to cell, unlike the words of sentences.
 */
export function inferSeparator(cells: readonly string[]): string | undefined {
  const bracketed = cells.filter((cell) => /^\s*\[.*\]\s*$/.test(cell)).length;
  if (cells.length > 0 && bracketed > cells.length * 0.8) return ',';
  for (const separator of separators) {
    const split = cells.filter((cell) => cell.includes(separator));
    if (split.length < Math.max(1, cells.length * 0.2)) continue;
    const parts = cells.flatMap((cell) => cell.split(separator).map((part) => part.trim()));
    const filled = parts.filter((part) => part !== '');
    const words = filled.reduce((sum, part) => sum + part.split(/\s+/).length, 0) / filled.length;
    const length = filled.reduce((sum, part) => sum + part.length, 0) / filled.length;
    const kinds = new Set(filled).size;
    const strong = separator === '|' || separator === ';' || separator === ' > ';
    const repeats = kinds < filled.length * (strong ? 0.9 : 0.5);
    if (words <= 3 && length <= 30 && (repeats || (strong && filled.length < 40))) return separator;
  }
  return undefined;
}
