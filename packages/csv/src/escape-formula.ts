/** White space, control and invisible characters that spreadsheets skip before they look for a formula. */
const opening = /^[\s\p{C}]*[=+\-@＝＋－＠]/u;
const tabOrReturn = /^[\s\p{C}]*?[\t\r]/u;
const plainNumber = /^[+-]?\d+(?:[.,]\d+)*$/;

/**
 * Makes a cell harmless in a spreadsheet by an apostrophe in front where the program would take it for a formula
 * (OWASP "CSV Injection"). A plain signed number such as `-6` is no formula and stays, so that a corrected file of
 * rejected rows can be uploaded again.
 */
export function escapeFormula(cell: string): string {
  if (plainNumber.test(cell)) return cell;
  return opening.test(cell) || tabOrReturn.test(cell) ? `'${cell}` : cell;
}
