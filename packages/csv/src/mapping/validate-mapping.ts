import { checkDefault } from '../rows/bind-fields.ts';
import type { ColumnTarget, ImportKind, Mapping, MappingProblem } from '../table/record.ts';
import { allowsCustom, customTypes, fields, requiredFields } from './fields.ts';

/**
 * Everything that is wrong with a mapping, at once: missing required fields, unknown columns and fields, a field mapped
 * twice, a day/month order still open. Empty where all is well.
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
  for (const [field, value] of Object.entries(mapping.defaults ?? {})) {
    const pointer = `/defaults/${escapePointer(field)}`;
    const shape = Object.hasOwn(fields[kind], field) ? fields[kind][field] : undefined;
    if (shape === undefined) problems.push({ pointer, message: `"${field}" is not a field of ${kind}.` });
    else if (shape === 'id') problems.push({ pointer, message: `"${field}" must come from a column.` });
    else if (value.trim() === '') problems.push({ pointer, message: `The default of "${field}" is empty.` });
    else {
      const reason = checkDefault(kind, field, value);
      if (reason) problems.push({ pointer, message: `The default of "${field}": ${reason}.` });
    }
  }
  for (const field of requiredFields[kind]) {
    if (mapped.has(`field "${field}"`) || (field === 'type' && Object.hasOwn(mapping.defaults ?? {}, field))) continue;
    const way = field === 'type' ? 'Map a column to it or give a default, such as "view".' : 'Map a column to it.';
    problems.push({ pointer: '/columns', message: `The required field "${field}" is missing. ${way}` });
  }
  return problems;
}

function validateTarget(kind: ImportKind, target: ColumnTarget, at: string): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const custom = target.field === 'custom';
  const allowed =
    target.field === 'ignore' || (custom ? allowsCustom(kind) : Object.hasOwn(fields[kind], target.field));
  if (!allowed) problems.push({ pointer: `${at}/field`, message: `"${target.field}" is not a field of ${kind}.` });
  if (target.name?.trim() === '') problems.push({ pointer: `${at}/name`, message: 'The name is empty.' });
  if (custom && target.type !== undefined && !customTypes.some((type) => type === target.type))
    problems.push({ pointer: `${at}/type`, message: `"${target.type}" is none of ${customTypes.join(', ')}.` });
  if (target.dateOrder === 'ambiguous')
    problems.push({ pointer: `${at}/dateOrder`, message: 'Say whether the day or the month comes first: dmy or mdy.' });
  return problems;
}

/** RFC 6901 §3. */
const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
