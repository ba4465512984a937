import type { DecimalMark } from '@curio/contracts';

export type NumberFault = 'not-a-number' | 'not-finite' | 'wrong-decimal-mark';

const plain = /^-?\d+(?:\.\d+)?$/;
const notFinite = /^[+-]?(?:nan|inf|infinity|∞)$/i;
/** Codes of ISO 4217: `ART-77` and `SKU 12` are no amounts. */
const codes = Intl.supportedValuesOf('currency').join('|');
const signs = '\\p{Sc}|kr\\.?|zł|Kč|Ft|lei|лв\\.?|руб\\.?|р\\.|TL|元|円|원';
const currency = new RegExp(
  `^(?:${signs}|[A-Za-z]{1,2}\\p{Sc}|Fr\\.|(?:${codes})(?!-))\\s*|\\s*(?:${signs}|${codes}|,-|\\.-)$`,
  'gu',
);
const groups = /[\s\u00a0\u202f'’_]/g;
const shape = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads a number as users and programs write it: `1,5`, `1.234,56`, `1,234.56`, `€ 12.90`, `1 234`, `(12.50)`, `1e5`.
 * Without a decimal mark: the last of two different marks is the decimal one, a repeated mark groups thousands, one
 * comma before exactly three digits groups thousands, everything else is decimal.
 */
export function parseNumber(text: string, decimal?: DecimalMark): number | NumberFault {
  if (decimal !== ',' && plain.test(text)) return finite(Number(text));
  let body = text.trim();
  if (notFinite.test(body)) return 'not-finite';
  const negative = /^\(.*\)$/.test(body);
  if (negative) body = body.slice(1, -1);
  body = body.replace(/[−–]/, '-').replace(/^-\s*(?=\p{Sc})/u, (sign) => sign.trim());
  const sign = /^[+-]/.exec(body)?.[0] ?? '';
  body = sign + body.slice(sign.length).trim().replace(currency, '').replace(groups, '');
  if (!shape.test(body)) return 'not-a-number';
  const mark = decimal ?? guessMark(body);
  const group = mark === ',' ? '.' : ',';
  const [mantissa = '', exponent = ''] = body.split(/(?=[eE])/);
  const [whole = '', ...fraction] = mantissa.split(mark);
  if (fraction.length > 1 || fraction[0]?.includes(group)) return 'wrong-decimal-mark';
  if (whole.includes(group) && !/^[+-]?\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/.test(whole)) return 'wrong-decimal-mark';
  const value = Number(`${whole.replaceAll(group, '')}.${fraction[0] ?? ''}${exponent}`.replace(/\.(?=e|$)/i, ''));
  return finite(negative ? -value : value);
}

const finite = (value: number): number | NumberFault => (Number.isFinite(value) ? value : 'not-finite');

function guessMark(body: string): DecimalMark {
  const comma = body.lastIndexOf(',');
  const point = body.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  if (point >= 0) return body.indexOf('.') === point ? '.' : ',';
  if (comma >= 0) return body.indexOf(',') === comma && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(body) ? ',' : '.';
  return '.';
}

/** The decimal mark that a column's cells use; undefined where no cell proves it. */
export function inferDecimal(cells: readonly string[]): DecimalMark | undefined {
  let comma = 0;
  let point = 0;
  for (const cell of cells) {
    const body = cell.replace(groups, '').replace(currency, '');
    const last = /([.,])(\d*)$/.exec(body);
    if (!last) continue;
    const mark = last[1] as DecimalMark;
    const alone = body.indexOf(mark) === body.lastIndexOf(mark);
    const shown =
      alone && (last[2]!.length !== 3 || /[.,]/.test(body.slice(0, body.lastIndexOf(mark))) || /^[+-]?0/.test(body));
    if (shown) mark === ',' ? comma++ : point++;
  }
  if (comma > 0 && point === 0) return ',';
  return point > 0 && comma === 0 ? '.' : undefined;
}
