import { type Filter, type FilterOperator, type FilterOperators, filterOperators } from '@curio/contracts';
import { isGeoPoint } from './user-location.ts';

const maxTextLength = 60;
const maxListed = 5;

/** A value in a sentence: long texts and lists are cut. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    const more = value.length > maxListed ? ` and ${value.length - maxListed} more` : '';
    return `${value.slice(0, maxListed).map(valueText).join(', ')}${more}`;
  }
  const text = isGeoPoint(value) ? `${value.lat}, ${value.lon}` : String(value);
  // By characters: a cut between two surrogates is no text.
  return text.length > maxTextLength ? `${[...text].slice(0, maxTextLength).join('')}…` : text;
}

function areaText(area: FilterOperators['within']): string {
  if (!area) return '';
  return `within ${area.km} km of ${'of' in area ? 'the user' : `${area.lat}, ${area.lon}`}`;
}

/** What follows the name of a field, or its name and value, where an operator holds and where it does not. */
const phrases: Readonly<Record<FilterOperator, (operand: unknown) => { holds: string; fails: string }>> = {
  eq: (operand) => ({ holds: `is ${valueText(operand)}`, fails: `is not ${valueText(operand)}` }),
  ne: (operand) => ({ holds: `is not ${valueText(operand)}`, fails: `is ${valueText(operand)}` }),
  in: (operand) => ({ holds: `is one of ${valueText(operand)}`, fails: `is not one of ${valueText(operand)}` }),
  nin: (operand) => ({ holds: `is not one of ${valueText(operand)}`, fails: `is one of ${valueText(operand)}` }),
  gt: (operand) => ({ holds: `is > ${valueText(operand)}`, fails: `is not > ${valueText(operand)}` }),
  gte: (operand) => ({ holds: `is ≥ ${valueText(operand)}`, fails: `is not ≥ ${valueText(operand)}` }),
  lt: (operand) => ({ holds: `is < ${valueText(operand)}`, fails: `is not < ${valueText(operand)}` }),
  lte: (operand) => ({ holds: `is ≤ ${valueText(operand)}`, fails: `is not ≤ ${valueText(operand)}` }),
  contains: (operand) => ({
    holds: `contains ${valueText(operand)}`,
    fails: `does not contain ${valueText(operand)}`,
  }),
  exists: (operand) =>
    operand === true
      ? { holds: 'has a value', fails: 'has no value' }
      : { holds: 'has no value', fails: 'has a value' },
  within: (operand) => {
    const area = areaText(operand as FilterOperators['within']);
    return { holds: `is ${area}`, fails: `is not ${area}` };
  },
};

/** `price 30`, `is not ≤ 20`: what is said about the subject. */
export function describeOperator(operator: FilterOperator, operand: unknown, holds: boolean): string {
  const phrase = phrases[operator](operand);
  return holds ? phrase.holds : phrase.fails;
}

/** The expression as text, such as "genre contains Drama and price is ≤ 20". */
export function describeFilter(filter: Filter): string {
  const { and, or, not, field } = filter;
  if (and) return and.length === 0 ? 'every item' : and.map((part) => inParentheses(part)).join(' and ');
  if (or) return or.length === 0 ? 'no item' : or.map((part) => inParentheses(part)).join(' or ');
  if (not) return `not (${describeFilter(not)})`;
  return filterOperators
    .filter((operator) => filter[operator] !== undefined)
    .map((operator) => `${field} ${describeOperator(operator, filter[operator], true)}`)
    .join(' and ');
}

function inParentheses(part: Filter): string {
  const isGroup = (part.and?.length ?? 0) > 1 || (part.or?.length ?? 0) > 1;
  return isGroup ? `(${describeFilter(part)})` : describeFilter(part);
}
