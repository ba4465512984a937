'use client';

import type { FilterOperator, ItemField } from '@curio/contracts';
import { X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/button.tsx';
import { Select } from '@/components/select.tsx';
import { type FilterDraft, operatorsOf } from './filter-draft.ts';
import { OperandInput } from './operand-input.tsx';
import { blankOperand, fieldLabel, newCondition, operatorChoices } from './operators.ts';
import { ErrorText, useErrorAt } from './pointer-errors.tsx';

interface ConditionProps {
  projectId: string;
  fields: readonly ItemField[];
  filter: FilterDraft;
  /** JSON pointer of the condition. */
  pointer: string;
  onChange: (filter: FilterDraft) => void;
  onRemove: () => void;
}

/** The comparison of one field: a line for each of its operators, all of which must hold. */
export function Condition({ projectId, fields, filter, pointer, onChange, onRemove }: ConditionProps) {
  const name = filter.field ?? '';
  const field = fields.find((each) => each.name === name) ?? { name, type: 'text', own: true };
  const error = useErrorAt(pointer);
  const fieldError = useErrorAt(`${pointer}/field`);
  const operators = operatorsOf(filter);
  // An unknown field is kept on the screen, so that its error has a place.
  const choices = [...(fields.includes(field) ? [] : [field]), ...fields].map((each) => ({
    value: each.name,
    label: each.own ? `${each.name} · own field` : fieldLabel(each),
  }));
  return (
    <div className="space-y-2 rounded-xl border border-line bg-surface p-2">
      {(operators.length > 0 ? operators : [undefined]).map((operator, n) => (
        <div
          key={operator ?? 'none'}
          className="grid grid-cols-[minmax(0,1fr)_2.25rem] items-start gap-2 @lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.5fr)_2.25rem]"
        >
          {n === 0 ? (
            <Select
              label="Field"
              value={name}
              invalid={fieldError !== undefined}
              choices={choices}
              onChange={(next) => {
                const chosen = fields.find((each) => each.name === next);
                if (chosen) onChange(newCondition(chosen));
              }}
            />
          ) : (
            <p className="py-1.5 text-[0.8125rem] text-muted @lg:text-right">and</p>
          )}
          <Button
            size="icon"
            tone="quiet"
            className="@lg:order-last"
            aria-label={n === 0 ? `Remove the condition on ${name}` : `Remove “${operator}” of ${name}`}
            onClick={() => {
              if (operator === undefined || operators.length === 1) return onRemove();
              const { [operator]: _removed, ...rest } = filter;
              onChange(rest);
            }}
          >
            <X aria-hidden="true" />
          </Button>
          {operator && (
            <Comparison
              projectId={projectId}
              field={field}
              filter={filter}
              operator={operator}
              pointer={pointer}
              onChange={onChange}
            />
          )}
        </div>
      ))}
      <ErrorText message={error ?? fieldError} />
    </div>
  );
}

function Comparison({
  projectId,
  field,
  filter,
  operator,
  pointer,
  onChange,
}: {
  projectId: string;
  field: ItemField;
  filter: FilterDraft;
  operator: FilterOperator;
  pointer: string;
  onChange: (filter: FilterDraft) => void;
}) {
  const id = useId();
  const error = useErrorAt(`${pointer}/${operator}`, true);
  const known = operatorChoices[field.type];
  const choices = known.some(({ value }) => value === operator)
    ? known
    : [...known, { value: operator, label: operator }];
  const used = operatorsOf(filter);
  return (
    <>
      <Select
        label={`Comparison of ${field.name}`}
        className="@max-lg:col-span-2"
        value={operator}
        choices={choices.filter(({ value }) => value === operator || !used.includes(value))}
        onChange={(next) => {
          const { [operator]: operand, ...rest } = filter;
          const keeps = typeof blankOperand(next, field.type) === typeof operand && !Array.isArray(operand);
          const takesList = next === 'in' || next === 'nin';
          const value =
            takesList && Array.isArray(operand)
              ? operand
              : keeps && !takesList && next !== 'within'
                ? operand
                : blankOperand(next, field.type);
          onChange({ ...rest, [next]: value });
        }}
      />
      <div className="min-w-0 space-y-1 @max-lg:col-span-2">
        <OperandInput
          projectId={projectId}
          field={field}
          operator={operator}
          operand={filter[operator]}
          onChange={(operand) => onChange({ ...filter, [operator]: operand })}
          label={`Value of ${field.name}`}
          invalid={error !== undefined}
          describedBy={error && id}
        />
        <ErrorText id={id} message={error} />
      </div>
    </>
  );
}
