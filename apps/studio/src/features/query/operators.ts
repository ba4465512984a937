import type { FilterOperator, ItemField } from '@curio/contracts';
import type { Choice } from '@/components/select.tsx';
import type { FilterDraft } from './filter-draft.ts';

const exists: Choice<FilterOperator> = { value: 'exists', label: 'has a value' };

const equality: Choice<FilterOperator>[] = [
  { value: 'eq', label: 'is' },
  { value: 'ne', label: 'is not' },
  { value: 'in', label: 'is one of' },
  { value: 'nin', label: 'is none of' },
];

const numeric: Choice<FilterOperator>[] = [
  { value: 'lte', label: 'is at most' },
  { value: 'gte', label: 'is at least' },
  { value: 'lt', label: 'is below' },
  { value: 'gt', label: 'is above' },
  ...equality,
  exists,
];

/** The operators of each type of field, the most used first. */
export const operatorChoices: Record<ItemField['type'], Choice<FilterOperator>[]> = {
  number: numeric,
  date: [
    { value: 'gte', label: 'is on or after' },
    { value: 'lte', label: 'is on or before' },
    { value: 'gt', label: 'is after' },
    { value: 'lt', label: 'is before' },
    ...equality,
    exists,
  ],
  boolean: [...equality, exists],
  text: [...equality, { value: 'contains', label: 'contains' }, exists],
  list: [
    { value: 'in', label: 'has any of' },
    { value: 'nin', label: 'has none of' },
    { value: 'contains', label: 'has' },
    { value: 'ne', label: 'does not have' },
    { value: 'eq', label: 'has the value' },
    exists,
  ],
  geo: [{ value: 'within', label: 'is within' }, exists],
};

/** The operand of a new condition: blank, but for operators that have an obvious value. */
export function blankOperand(operator: FilterOperator, type: ItemField['type']): unknown {
  if (operator === 'exists') return true;
  if (operator === 'in' || operator === 'nin') return [];
  if (operator === 'within') return { lat: '', lon: '', km: 10 };
  return type === 'boolean' ? true : '';
}

/** “createdAt” as “Created at”; own fields keep the owner's spelling. */
export function fieldLabel({ name, own }: Pick<ItemField, 'name' | 'own'>): string {
  if (own) return name;
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A new condition on the field. */
export function newCondition(field: ItemField): FilterDraft {
  const [first] = operatorChoices[field.type];
  const operator = first?.value ?? 'exists';
  return { field: field.name, [operator]: blankOperand(operator, field.type) };
}

/** The field of a new condition: categories where the project has them. */
export const firstField = (fields: readonly ItemField[]): ItemField | undefined =>
  fields.find(({ name }) => name === 'categories') ?? fields[0];
