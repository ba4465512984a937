/** A formula, after the white space, control and invisible characters that spreadsheets skip before it. */
const opening = /^[\s\p{C}]*[=+\-@＝＋－＠]/u;
const tabOrReturn = /^[\s\p{C}]*?[\t\r]/u;
const plainNumber = /^[+-]?\d+(?:[.,]\d+)*$/;

/**
 * Prefixes a cell with an apostrophe if a spreadsheet would run it as a formula (OWASP "CSV Injection"). A plain signed
 * number such as `-6` is not a formula and stays, so that a corrected file of rejected rows can be uploaded again.
 */
export function escapeFormula(cell: string): string {
  // Also where the cell has apostrophes before a formula: otherwise `unescapeFormula` would remove one of them.
  return isFormula(cell.replace(/^'+/, '')) ? `'${cell}` : cell;
}

/** The cell that `escapeFormula` was given. */
export function unescapeFormula(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.replace(/^'+/, '')) ? cell.slice(1) : cell;
}

function isFormula(cell: string): boolean {
  return !plainNumber.test(cell) && (opening.test(cell) || tabOrReturn.test(cell));
}
