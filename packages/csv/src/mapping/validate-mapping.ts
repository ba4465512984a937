import {
  allowsCustom,
  type ColumnTarget,
  fieldOf,
  type ImportKind,
  type Mapping,
  type RowRule,
  requiredFieldsOf,
} from '@curio/contracts';
import { CellFault, customReaderOf, readerOf } from '../cells/read-cell.ts';

export interface MappingProblem {
  /** JSON pointer (RFC 6901) into the mapping. */
  pointer: string;
  message: string;
}

/**
 * All problems of a mapping: missing required fields, unknown columns and fields, a field mapped twice, an open order of
 * day and month. Empty for a valid mapping.
 */
export function validateMapping(kind: ImportKind, header: readonly string[], mapping: Mapping): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const known = new Set(header);
  const mapped = new Map<string, string>();
  for (const [column, target] of Object.entries(mapping.columns)) {
    const at = `/columns/${escapePointer(column)}`;
    if (!known.has(column)) problems.push({ pointer: at, message: `The file has no column "${column}".` });
    problems.push(...validateTarget(kind, target, at));
    if (target.field === 'ignore') continue;
    const key = target.field === 'custom' ? `custom field "${target.name ?? column}"` : `field "${target.field}"`;
    const other = mapped.get(key);
    if (other === undefined) mapped.set(key, column);
    else problems.push({ pointer: `${at}/field`, message: `The ${key} is already given by the column "${other}".` });
  }
  const defaults = mapping.defaults ?? {};
  for (const [name, value] of Object.entries(defaults)) {
    const message = validateDefault(kind, name, value);
    if (message !== undefined) problems.push({ pointer: `/defaults/${escapePointer(name)}`, message });
  }
  for (const [i, rule] of (mapping.rules ?? []).entries())
    problems.push(...validateRule(kind, known, rule, `/rules/${i}`));
  for (const name of requiredFieldsOf(kind)) {
    const canDefault = fieldOf(kind, name)?.shape !== 'id';
    if (mapped.has(`field "${name}"`) || (canDefault && Object.hasOwn(defaults, name))) continue;
    const way = canDefault ? 'Map a column to it or give a default, such as "view".' : 'Map a column to it.';
    problems.push({ pointer: '/columns', message: `The required field "${name}" is missing. ${way}` });
  }
  return problems;
}

function validateTarget(kind: ImportKind, target: ColumnTarget, at: string): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const custom = target.field === 'custom';
  const allowed =
    target.field === 'ignore' || (custom ? allowsCustom(kind) : fieldOf(kind, target.field) !== undefined);
  if (!allowed) problems.push({ pointer: `${at}/field`, message: `"${target.field}" is not a field of ${kind}.` });
  if (target.name?.trim() === '') problems.push({ pointer: `${at}/name`, message: 'The name is empty.' });
  problems.push(...validateValues(kind, target, at));
  if (target.dateOrder === 'ambiguous')
    problems.push({
      pointer: `${at}/dateOrder`,
      message: 'Choose whether the day or the month comes first: dmy or mdy.',
    });
  return problems;
}

/** Every value of the map must be one of the field. */
function validateValues(kind: ImportKind, target: ColumnTarget, at: string): MappingProblem[] {
  const shape = fieldOf(kind, target.field)?.shape;
  if (!target.values || (shape === undefined && target.field !== 'custom')) return [];
  const { decimal: _decimal, dateOrder: _dateOrder, values, ...plain } = target;
  return Object.entries(values).flatMap(([text, value]) => {
    const read = shape ? readerOf(shape, plain) : customReaderOf(plain);
    const parsed = read(String(value ?? ''));
    if (!(parsed instanceof CellFault)) return [];
    return [{ pointer: `${at}/values/${escapePointer(text)}`, message: `The value for "${text}": ${parsed.reason}.` }];
  });
}

function validateRule(kind: ImportKind, known: ReadonlySet<string>, rule: RowRule, at: string): MappingProblem[] {
  const problems: MappingProblem[] = [];
  if (!known.has(rule.column))
    problems.push({ pointer: `${at}/column`, message: `The file has no column "${rule.column}".` });
  if ([rule.startsWith, rule.in, rule.below, rule.above].every((condition) => condition === undefined))
    problems.push({ pointer: at, message: 'The rule has no condition: give startsWith, in, below or above.' });
  if (!rule.reject && !rule.negate && Object.keys(rule.set ?? {}).length === 0)
    problems.push({ pointer: at, message: 'The rule changes nothing: give set, negate or reject.' });
  if (rule.negate && kind !== 'interactions')
    problems.push({ pointer: `${at}/negate`, message: 'Only interactions have a value.' });
  for (const [name, value] of Object.entries(rule.set ?? {})) {
    const message = validateDefault(kind, name, value);
    if (message !== undefined) problems.push({ pointer: `${at}/set/${escapePointer(name)}`, message });
  }
  return problems;
}

/** A default stands in for empty cells, but never for an id. */
function validateDefault(kind: ImportKind, name: string, value: string): string | undefined {
  const field = fieldOf(kind, name);
  if (!field) return `"${name}" is not a field of ${kind}.`;
  if (field.shape === 'id') return `"${name}" must come from a column.`;
  if (value.trim() === '') return `The default of "${name}" is empty.`;
  const parsed = readerOf(field.shape, { field: name })(value);
  return parsed instanceof CellFault ? `The default of "${name}": ${parsed.reason}.` : undefined;
}

/** RFC 6901 §3. */
const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
