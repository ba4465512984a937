'use client';

import type { FilterOperator, ItemField } from '@curio/contracts';
import { useId } from 'react';
import { Input } from '@/components/field.tsx';
import { Select } from '@/components/select.tsx';
import { NumberInput } from './number-input.tsx';
import { useFieldValues } from './queries.ts';
import { TokenInput } from './token-input.tsx';

interface OperandProps {
  projectId: string;
  field: Pick<ItemField, 'name' | 'type'>;
  operator: FilterOperator;
  operand: unknown;
  onChange: (operand: unknown) => void;
  label: string;
  invalid: boolean;
  describedBy: string | undefined;
}

/** The control for the value of one comparison, by the type of the field and the operator. */
export function OperandInput(props: OperandProps) {
  const { field, operator, operand, onChange, label, invalid, describedBy } = props;
  const control = { 'aria-label': label, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy };
  if (operator === 'exists' || (field.type === 'boolean' && !Array.isArray(operand))) {
    return (
      <Select
        label={label}
        value={operand === false ? 'false' : 'true'}
        onChange={(chosen) => onChange(chosen === 'true')}
        choices={[
          { value: 'true', label: operator === 'exists' ? 'yes' : 'true' },
          { value: 'false', label: operator === 'exists' ? 'no' : 'false' },
        ]}
      />
    );
  }
  if (operator === 'within') return <AreaInput {...props} />;
  if (operator === 'in' || operator === 'nin') return <ValuesInput {...props} />;
  if (field.type === 'number') return <NumberInput {...control} value={operand} onChange={onChange} />;
  if (field.type === 'date') {
    const text = String(operand ?? '');
    const isDay = text === '' || /^\d{4}-\d\d-\d\d$/.test(text);
    return (
      <Input
        {...control}
        type={isDay ? 'date' : 'text'}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return <TextInput {...props} />;
}

function TextInput({ projectId, field, operand, onChange, label, invalid, describedBy }: OperandProps) {
  const suggestions = useFieldValues(projectId, field.name);
  const list = useId();
  return (
    <>
      <Input
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        list={list}
        autoComplete="off"
        value={String(operand ?? '')}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}

function ValuesInput({ projectId, field, operand, onChange, label, invalid, describedBy }: OperandProps) {
  const suggestions = useFieldValues(projectId, field.name);
  const read = (text: string): unknown => {
    if (field.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
    return field.type === 'number' && !Number.isNaN(Number(text)) ? Number(text) : text;
  };
  return (
    <TokenInput
      label={label}
      values={(Array.isArray(operand) ? operand : []).map(String)}
      onChange={(values) => onChange(values.map(read))}
      suggestions={field.type === 'boolean' ? ['true', 'false'] : suggestions}
      invalid={invalid}
      describedBy={describedBy}
    />
  );
}

/** A distance from a point, or from the user's own location. */
function AreaInput({ operand, onChange, label, invalid }: OperandProps) {
  const area = (typeof operand === 'object' && operand !== null ? operand : {}) as Record<string, unknown>;
  const ofUser = area.of === 'user';
  return (
    <div className="grid grid-cols-2 gap-2">
      <div className="relative">
        <NumberInput
          aria-label={`${label}: kilometres`}
          aria-invalid={(invalid && area.km === '') || undefined}
          className="pr-9"
          value={area.km}
          onChange={(km) => onChange({ ...area, km })}
        />
        <span aria-hidden="true" className="pointer-events-none absolute top-1.75 right-3 text-[0.8125rem] text-muted">
          km
        </span>
      </div>
      <Select
        label={`${label}: from`}
        value={ofUser ? 'user' : 'point'}
        onChange={(from) => onChange(from === 'user' ? { km: area.km, of: 'user' } : { lat: '', lon: '', km: area.km })}
        choices={[
          { value: 'point', label: 'of a point' },
          { value: 'user', label: 'of the user' },
        ]}
      />
      {!ofUser && (
        <>
          <NumberInput
            aria-label={`${label}: latitude`}
            aria-invalid={(invalid && area.lat === '') || undefined}
            placeholder="Latitude"
            value={area.lat}
            onChange={(lat) => onChange({ ...area, lat })}
          />
          <NumberInput
            aria-label={`${label}: longitude`}
            aria-invalid={(invalid && area.lon === '') || undefined}
            placeholder="Longitude"
            value={area.lon}
            onChange={(lon) => onChange({ ...area, lon })}
          />
        </>
      )}
    </div>
  );
}
