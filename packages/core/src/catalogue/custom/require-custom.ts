import type { ProjectRow, Trx } from '@curio/db';
import { CurioError, type InputError } from '../../platform/errors.ts';
import type { Change } from '../../platform/write-rows.ts';
import { type CustomEdit, checkCustom } from './check-custom.ts';
import { type CatalogueKind, withCustomTypes } from './custom-fields.ts';

/** The own values of one row, with new fields added. Throws where a value is not of the type of its field. */
export async function requireCustom(
  trx: Trx,
  change: Change,
  project: ProjectRow,
  kind: CatalogueKind,
  given: Readonly<Record<string, unknown>> | undefined,
): Promise<CustomEdit> {
  return withCustomTypes(trx, change, project, kind, Object.keys(given ?? {}), (types) => {
    const { values, added, faults } = checkCustom(kind, given, types);
    if (faults.length > 0) throw refused(faults);
    return { added, result: values };
  });
}

function refused(faults: readonly InputError[]): CurioError {
  const [first] = faults;
  return new CurioError('invalid-input', `${first?.pointer.slice(1).replaceAll('/', '.')}: ${first?.detail}`, faults);
}

/** A whole row has no values to remove: null is no value. */
export function withoutNulls(custom: CustomEdit): CustomEdit {
  const kept: CustomEdit = Object.create(null) as CustomEdit;
  for (const [name, value] of Object.entries(custom)) if (value !== null) kept[name] = value;
  return kept;
}

/** The id in the body, where there is one, is the one of the path. */
export function requireSameId(name: 'itemId' | 'userId', inPath: string, inBody: string | undefined): void {
  if (inBody === undefined || inBody === inPath) return;
  throw new CurioError('invalid-input', `${name}: it differs from the id in the path.`, [
    { pointer: `/${name}`, detail: 'Leave it out, or give the id of the path.' },
  ]);
}
