import type { ImportKind, Mapping } from '@curio/contracts';
import { validateMapping } from '@curio/csv';
import { CurioError } from '../platform/errors.ts';

/** The mapping without what belongs to one file: decimal marks and orders of dates. */
export function withoutFileDetails(mapping: Mapping): Mapping {
  const targets = Object.entries(mapping.columns).map(
    ([name, { decimal: _decimal, dateOrder: _dateOrder, ...target }]) => [name, target] as const,
  );
  return { ...mapping, columns: Object.fromEntries(targets) };
}

/**
 * The mapping as it is saved.
 * @throws CurioError `invalid-input` with a pointer for each problem
 */
export function prepareMapping(kind: ImportKind, mapping: Mapping): Mapping {
  const prepared = withoutFileDetails(mapping);
  const problems = validateMapping(kind, Object.keys(prepared.columns), prepared);
  if (problems.length === 0) return prepared;
  throw new CurioError(
    'invalid-input',
    problems[0]!.message,
    problems.map(({ pointer, message }) => ({ pointer: `/mapping${pointer}`, detail: message })),
  );
}
