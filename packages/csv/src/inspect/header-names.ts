/** Unique column names: trimmed, blanks become `Column 3`, duplicates get ` (2)`. `__proto__` is a name like any other. */
export function headerNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, i) => {
    const wanted = cell.replaceAll('\0', '').trim() || `Column ${i + 1}`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`;
    taken.add(name);
    return name;
  });
}

/**
 * The names of a header of one or two rows. In the upper of two, a name holds for the blank cells to its right: spreadsheets
 * write merged cells so.
 */
export function joinHeader(rows: readonly (readonly string[])[]): string[] {
  const [upper = [], lower] = rows;
  if (!lower) return [...upper];
  let group = '';
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, i) => {
    group = upper[i]?.trim() || group;
    const name = lower[i]?.trim() ?? '';
    return group === name ? name : `${group} ${name}`.trim();
  });
}
