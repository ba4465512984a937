import { type Filter, filterOperators } from '@curio/contracts';
import type { FieldType } from '../catalogue/column.ts';
import { compileOperator } from './compile-operator.ts';
import { nearestName } from './nearest-name.ts';

/** `pointer` is a JSON pointer (RFC 6901) into the request. */
export interface InputError {
  pointer: string;
  detail: string;
}

/** What the schema of filters cannot know: fields that the project does not have, and operands of another type. */
export function checkFilter(filter: Filter, fieldTypes: ReadonlyMap<string, FieldType>, pointer: string): InputError[] {
  const { and, or, not, field } = filter;
  if (and) return and.flatMap((part, index) => checkFilter(part, fieldTypes, `${pointer}/and/${index}`));
  if (or) return or.flatMap((part, index) => checkFilter(part, fieldTypes, `${pointer}/or/${index}`));
  if (not) return checkFilter(not, fieldTypes, `${pointer}/not`);
  const name = field ?? '';
  const type = fieldTypes.get(name);
  if (!type) return [unknownField(name, fieldTypes, `${pointer}/field`)];
  return filterOperators.flatMap((operator) => {
    const operand = filter[operator];
    const compiled = operand === undefined ? undefined : compileOperator[type](name, operator, operand);
    if (compiled === undefined || typeof compiled === 'function') return [];
    return [{ pointer: `${pointer}/${compiled.path}`, detail: compiled.detail }];
  });
}

export function unknownField(name: string, fieldTypes: ReadonlyMap<string, FieldType>, pointer: string): InputError {
  const nearest = nearestName(name, fieldTypes.keys());
  return { pointer, detail: `Items have no field ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}` };
}
