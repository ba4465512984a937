'use client';

import type { ColumnPreview } from '@curio/contracts';
import { Input } from '@/components/field.tsx';
import { type Choice, Select } from '@/components/select.tsx';
import { type CustomType, isDate, isList, isNumber, type Target } from './mapping-draft.ts';
import { ValueMapEditor } from './value-map-editor.tsx';

/** The options that only some fields have: a list's separator, a date's order, an own field's name and type. */
export function ColumnOptions({
  column,
  target,
  onTarget,
}: {
  column: ColumnPreview;
  target: Target;
  onTarget: (target: Target) => void;
}) {
  const name = column.name;
  return (
    <>
      {target.field === 'custom' && (
        <div className="grid grid-cols-2 gap-2">
          <Input
            aria-label={`Name of the own field for ${name}`}
            value={target.name ?? ''}
            maxLength={64}
            onChange={(event) => onTarget({ ...target, name: event.target.value })}
          />
          <Select
            label={`Type of the own field for ${name}`}
            value={target.type ?? 'category'}
            onChange={(type) => onTarget(withType(target, type))}
            choices={customTypes}
          />
        </div>
      )}
      {isList(target) && (
        <Select
          label={`Separator in ${name}`}
          value={target.separator ?? 'none'}
          onChange={(separator) => onTarget(withSeparator(target, separator))}
          choices={separatorChoices(target.separator)}
        />
      )}
      {isDate(target) && column.dateOrder !== undefined && column.dateOrder !== 'ymd' && (
        <Select
          label={`Order of day and month in ${name}`}
          placeholder="Which comes first?"
          value={target.dateOrder ?? null}
          onChange={(dateOrder) => onTarget({ ...target, dateOrder })}
          choices={dateOrderChoices}
          invalid={column.dateOrder === 'ambiguous' && !target.dateOrder}
        />
      )}
      {isNumber(target) && (column.decimal === ',' || column.samples.some((sample) => sample.includes(','))) && (
        <Select
          label={`Decimal sign in ${name}`}
          value={target.decimal ?? '.'}
          onChange={(decimal) => onTarget({ ...target, decimal })}
          choices={decimalChoices}
        />
      )}
      {replaceable(target) && <ValueMapEditor key={target.field} column={column} target={target} onTarget={onTarget} />}
    </>
  );
}

/** Fields whose cells are words or numbers that stand for others: not ids, links, dates and long texts. */
const replaceable = (target: Target): boolean =>
  ['type', 'value', 'categories', 'tags', 'hidden'].includes(target.field) ||
  (target.field === 'custom' && !['geo', 'vector', 'date'].includes(target.type ?? 'category'));

const customTypeLabels: Record<CustomType, string> = {
  category: 'Category',
  text: 'Text',
  number: 'Number',
  date: 'Date',
  boolean: 'Yes or no',
  list: 'List',
  geo: 'Place',
  vector: 'Vector (embedding)',
};
const customTypes = (Object.keys(customTypeLabels) as CustomType[]).map((value) => ({
  value,
  label: customTypeLabels[value],
}));

const separators: Choice<string>[] = [
  { value: '|', label: 'Separated by |' },
  { value: ',', label: 'Separated by ,' },
  { value: ';', label: 'Separated by ;' },
  { value: '/', label: 'Separated by /' },
  { value: 'none', label: 'One entry per row' },
];

function separatorChoices(present: string | undefined): Choice<string>[] {
  if (present === undefined || separators.some((each) => each.value === present)) return separators;
  return [{ value: present, label: `Separated by “${present}”` }, ...separators];
}

const dateOrderChoices = [
  { value: 'dmy', label: 'Day first: 3/4 is 3 April' },
  { value: 'mdy', label: 'Month first: 3/4 is March 4' },
] as const satisfies Choice<string>[];

const decimalChoices = [
  { value: '.', label: 'Point: 1,234.50' },
  { value: ',', label: 'Comma: 1.234,50' },
] as const satisfies Choice<string>[];

function withSeparator({ separator: _, ...rest }: Target, separator: string): Target {
  return separator === 'none' ? rest : { ...rest, separator };
}

function withType({ separator, ...rest }: Target, type: CustomType): Target {
  return type === 'list' ? { ...rest, type, separator: separator ?? '|' } : { ...rest, type };
}
