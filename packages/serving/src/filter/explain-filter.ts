import type { FilterOperator, GeoPoint } from '@curio/contracts';
import { fieldValue } from '../catalogue/field-value.ts';
import { describeOperator, valueText } from './describe-filter.ts';
import type { Comparison, FilterNode } from './filter-node.ts';
import { type Columns, columnOf, keepRows } from './keep-rows.ts';

const one = new Uint8Array(1);

/** Whether one row passes. */
export function passes(node: FilterNode, columns: Columns, row: number, userLocation: GeoPoint | undefined): boolean {
  one[0] = 1;
  keepRows(node, columns, row, 1, one, userLocation);
  return one[0] === 1;
}

/**
 * A sentence about the first comparison that decides that the node holds for the row, or that it does not: "price 30 is not ≤
 * 20". `holds` is the result of `passes`.
 */
export function explainNode(
  node: FilterNode,
  columns: Columns,
  row: number,
  userLocation: GeoPoint | undefined,
  holds: boolean,
): string {
  switch (node.kind) {
    case 'not':
      return explainNode(node.part, columns, row, userLocation, !holds);
    case 'comparison':
      return explainComparison(node, columns, row, userLocation, holds);
    default: {
      const part = node.parts.find((candidate) => passes(candidate, columns, row, userLocation) === holds);
      if (part) return explainNode(part, columns, row, userLocation, holds);
      return node.kind === 'and' ? 'an empty and holds for every item' : 'an empty or holds for no item';
    }
  }
}

function explainComparison(
  node: Comparison,
  columns: Columns,
  row: number,
  userLocation: GeoPoint | undefined,
  holds: boolean,
): string {
  const column = columnOf(node, columns);
  const passesTest = ({ test }: Comparison['tests'][number]) => {
    one[0] = 1;
    test(column, row, 1, one, userLocation);
    return one[0] === 1;
  };
  const operator: FilterOperator = node.tests.find((test) => passesTest(test) === holds)?.operator ?? 'exists';
  const operand = node.operators[operator];
  const value = fieldValue(column, row);
  const { field } = node;
  if (operator === 'within' && value !== null && !userLocation && isUserArea(node.operators.within)) {
    return 'the user has no location';
  }
  if (value === null) return `${field} has no value`;
  // "colour is red" and not "colour red is red".
  const repeats = operator === 'exists' || ((operator === 'eq' || operator === 'ne') && holds === (operator === 'eq'));
  const subject = repeats && !Array.isArray(value) ? field : `${field} ${valueText(value)}`;
  return `${subject} ${describeOperator(operator, operand, holds)}`;
}

const isUserArea = (area: Comparison['operators']['within']): boolean => area !== undefined && 'of' in area;
