/** Months by their first letters without accents: English, German, French, Spanish, Dutch. */
const months: [number, RegExp][] = [
  [1, /^(jan|januar|january|janvier|janv|enero|ene|januari|janner)$/],
  [2, /^(feb|februar|february|fevrier|fevr|fev|febrero|februari)$/],
  [3, /^(mar|march|marz|mrz|maerz|mars|marzo|maart|mrt)$/],
  [4, /^(apr|april|avril|avr|abril|abr)$/],
  [5, /^(may|mai|mayo|mei)$/],
  [6, /^(jun|june|juni|juin|junio)$/],
  [7, /^(jul|july|juli|juillet|juil|julio)$/],
  [8, /^(aug|august|aout|aou|agosto|ago|augustus)$/],
  [9, /^(sep|sept|september|septembre|septiembre|setiembre|set)$/],
  [10, /^(oct|october|okt|oktober|octobre|octubre)$/],
  [11, /^(nov|november|novembre|noviembre)$/],
  [12, /^(dec|december|dez|dezember|decembre|diciembre|dic)$/],
];

/** 1 to 12, or 0 for a word that is not the name of a month. */
export function monthNumber(word: string): number {
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return months.find(([, names]) => names.test(bare))?.[0] ?? 0;
}
