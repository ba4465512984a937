/** How the number of a cell is shown, as far as it changes its meaning. */
export type NumberFormat = 'plain' | 'date' | 'time' | 'datetime' | { digits: number };

/** Built-in formats by number (ECMA-376 part 1, 18.8.30). The others below 164 are plain, or depend on the language. */
const builtIn: Record<number, NumberFormat> = { 14: 'date', 15: 'date', 16: 'date', 17: 'date', 22: 'datetime' };
for (const id of [18, 19, 20, 21, 45, 46, 47]) builtIn[id] = 'time';
for (const id of [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]) builtIn[id] = 'date';
for (const id of [32, 33, 34, 35, 55, 56]) builtIn[id] = 'time';

/** @param code the format's code where the workbook defines it, such as `yyyy-mm-dd` or `00000` */
export function numberFormatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn[id] ?? 'plain';
  const [positive = ''] = code.split(';');
  // Elapsed hours are a number of days, which is what the cell has.
  if (/\[(h+|m+|s+)\]/i.test(positive)) return 'plain';
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').trim();
  if (/^0{2,}$/.test(bare)) return { digits: bare.length };
  if (/general/i.test(bare) || /[#?]|0(?!\d*[hms])/.test(bare.replace(/s{1,2}\.0+/gi, 's'))) return 'plain';
  const date = /[yd]/i.test(bare) || /m{3,}/i.test(bare) || /[年月日]/.test(positive);
  const time = /[hs]|am\/pm/i.test(bare);
  if (date) return time ? 'datetime' : 'date';
  return time ? 'time' : /m/i.test(bare) ? 'date' : 'plain';
}
