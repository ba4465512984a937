import { type CustomType, type CustomValue, customValueSchemas, fieldOf, inferCustomType } from '@curio/contracts';
import { type InputError, pointerTo } from '../../platform/errors.ts';
import type { CatalogueKind, CustomTypes } from './custom-fields.ts';

const notAValue =
  'Give a text, a number, true or false, a list of texts, a list of numbers, or a place as {"lat": 52.5, "lon": 13.4}';

/** null removes the value. Without a prototype: any name is a safe key. */
export type CustomEdit = Record<string, CustomValue | null>;

export interface CheckedCustom {
  values: CustomEdit;
  /** Fields that are new, with the types of these values. */
  added: Map<string, CustomType>;
  faults: InputError[];
}

/** Checks a row's own values by the types of their fields. The type of a field that is not in `types` is inferred. */
export function checkCustom(
  kind: CatalogueKind,
  given: Readonly<Record<string, unknown>> | undefined,
  types: CustomTypes,
): CheckedCustom {
  const checked: CheckedCustom = { values: Object.create(null) as CustomEdit, added: new Map(), faults: [] };
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value === null) {
      checked.values[name] = null;
      continue;
    }
    const known = types.get(name);
    const type = known ?? inferCustomType(value);
    // Where a file has made it an own field, it stays one.
    const ofKind = known === undefined && fieldOf(kind, name) !== undefined;
    if (!type || ofKind) {
      const detail = ofKind ? `${name} is a field of ${kind}: give it beside custom` : notAValue;
      checked.faults.push({ pointer: pointerTo(['custom', name]), detail });
      continue;
    }
    const parsed = customValueSchemas[type].safeParse(value);
    if (parsed.success) {
      checked.values[name] = parsed.data;
      if (known === undefined) checked.added.set(name, type);
      continue;
    }
    for (const { path, message } of parsed.error.issues)
      checked.faults.push({
        pointer: pointerTo(['custom', name, ...path]),
        detail: `The type of this field is ${type}. ${message}`,
      });
  }
  return checked;
}
