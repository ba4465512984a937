import { fieldOf, type PlacementSettings } from '@curio/contracts';
import { contentFields } from '../candidates/similar-by-content.ts';
import type { FieldType } from '../catalogue/column.ts';
import { checkFilter, unknownField } from '../filter/check-filter.ts';
import type { CompileCache } from '../filter/compile-cache.ts';
import { type CompiledFilter, compileFilter } from '../filter/compile-filter.ts';
import type { ProjectSettings } from '../project/project-memory.ts';
import { type CompiledRules, checkRules, compileRules } from '../rules/compile-rules.ts';
import { InvalidRequest } from './invalid-request.ts';
import type { Settings } from './settings.ts';

/** Too large to keep for each item of a large catalogue: read from the database for the items of a page. */
export const unkeptFields: ReadonlySet<string> = new Set(['description']);

export interface CheckedSettings {
  filter: CompiledFilter | undefined;
  rules: CompiledRules | undefined;
  /** The columns that the answer is computed from. */
  columns: ReadonlySet<string>;
}

/** The part of the settings that is compiled. */
type Compiled = Pick<Settings, 'filter' | 'rules' | 'fields' | 'explain'> & {
  readsOwner: boolean;
  readsContent: boolean;
};

/**
 * Compiles the filter and the rules, once for equal settings. Throws InvalidRequest with a pointer to each field that the
 * project does not have and each comparison that does not fit its field.
 */
export function checkSettings(
  settings: Settings,
  { itemFieldTypes }: ProjectSettings,
  { compiled }: CompileCache,
): CheckedSettings {
  const { filter, rules, fields, explain, excludeOwn, userId, diversity = 0 } = settings;
  const input = {
    filter,
    // Lists of ids are not compiled, and can be long.
    rules: rules && { boost: rules.boost, bury: rules.bury },
    fields,
    explain,
    readsOwner: excludeOwn && userId !== undefined,
    readsContent: diversity > 0 || settings.itemId !== undefined || settings.itemTitle !== undefined,
  };
  return compiled(compile, input, itemFieldTypes);
}

function compile(settings: Compiled, types: ProjectSettings['itemFieldTypes']): CheckedSettings {
  requireKnownFields(settings, types);
  const filter = settings.filter && compileFilter(settings.filter, types);
  const rules = settings.rules && compileRules(settings.rules, types);
  const columns = new Set(settings.fields.filter((name) => !unkeptFields.has(name)));
  if (settings.readsOwner) columns.add('ownerId');
  if (settings.explain) columns.add('title');
  if (settings.readsContent) for (const name of contentFields) columns.add(name);
  for (const name of filter?.fields ?? []) columns.add(name);
  for (const name of rules?.fields ?? []) columns.add(name);
  return { filter, rules, columns };
}

/** Throws InvalidRequest where the filter, the rules or the fields do not fit the item fields of the project. */
export function requireKnownFields(
  {
    filter,
    rules,
    fields = [],
  }: Pick<PlacementSettings, 'filter' | 'rules'> & { fields?: readonly string[] | undefined },
  types: ReadonlyMap<string, FieldType>,
): void {
  const invalid = [
    ...(filter ? checkFilter(filter, types, '/filter') : []),
    ...(rules ? checkRules(rules, types, '/rules') : []),
    ...fields.flatMap((name, n) =>
      types.has(name) || fieldOf('items', name) ? [] : [unknownField(name, types, `/fields/${n}`)],
    ),
  ];
  const [first] = invalid;
  if (first) throw new InvalidRequest(`${first.pointer.slice(1).replaceAll('/', '.')}: ${first.detail}`, invalid);
}
