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
