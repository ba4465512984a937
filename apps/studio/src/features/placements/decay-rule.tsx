'use client';

import type { ItemField } from '@curio/contracts';
import { useId } from 'react';
import { Field, Input } from '@/components/field.tsx';
import { Select } from '@/components/select.tsx';
import { NumberInput } from '@/features/query/number-input.tsx';
import { fieldLabel } from '@/features/query/operators.ts';
import { ErrorText, useErrorAt } from '@/features/query/pointer-errors.tsx';
import { NumberAt, RuleCard } from './rule-card.tsx';
import type { DecayRuleDraft } from './settings-draft.ts';

const units: Partial<Record<ItemField['type'], string>> = { date: 'days', geo: 'kilometres' };

/** A boost that decays by 0.5 with each `scale` of distance from an origin: a number, a date or a place. */
export function DecayRule({
  title,
  fields,
  rule,
  pointer,
  onChange,
  onRemove,
}: {
  title: string;
  fields: readonly ItemField[];
  rule: DecayRuleDraft;
  pointer: string;
  onChange: (rule: DecayRuleDraft) => void;
  onRemove: () => void;
}) {
  const field = fields.find(({ name }) => name === rule.field);
  const fieldError = useErrorAt(`${pointer}/field`);
  const measured = fields.filter(({ type }) => type === 'number' || type === 'date' || type === 'geo');
  const unit = field && units[field.type];
  const set = (decay: Partial<DecayRuleDraft['decay']>) => onChange({ ...rule, decay: { ...rule.decay, ...decay } });
  return (
    <RuleCard title={`${title}: by nearness`} pointer={pointer} onRemove={onRemove}>
      <div className="grid gap-3 @lg:grid-cols-3">
        <Field label="Field" error={fieldError}>
          {(control) => (
            <Select
              {...control}
              value={rule.field}
              onChange={(name) =>
                onChange({
                  field: name,
                  decay: { origin: fields.find((each) => each.name === name)?.type === 'geo' ? 'user' : '', scale: '' },
                })
              }
              choices={[
                ...(field && measured.includes(field) ? [] : [{ value: rule.field, label: rule.field }]),
                ...measured.map((each) => ({
                  value: each.name,
                  label: each.own ? `${each.name} · own field` : fieldLabel(each),
                })),
              ]}
            />
          )}
        </Field>
        <Origin
          type={field?.type}
          origin={rule.decay.origin}
          pointer={pointer}
          onChange={(origin) => set({ origin })}
        />
        <NumberAt
          label={unit ? `Half at (${unit})` : 'Half at'}
          hint="Each such distance multiplies the score by 0.5."
          value={rule.decay.scale}
          pointer={`${pointer}/decay/scale`}
          onChange={(scale) => set({ scale })}
        />
      </div>
    </RuleCard>
  );
}

function Origin({
  type,
  origin,
  pointer,
  onChange,
}: {
  type: ItemField['type'] | undefined;
  origin: unknown;
  pointer: string;
  onChange: (origin: unknown) => void;
}) {
  const at = `${pointer}/decay/origin`;
  const error = useErrorAt(at, true);
  const id = useId();
  if (type === 'date') {
    const text = String(origin ?? '');
    return (
      <Field label="Nearest to" error={error}>
        {(control) => (
          <Input
            {...control}
            type={text === '' || /^\d{4}-\d\d-\d\d$/.test(text) ? 'date' : 'text'}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    );
  }
  if (type !== 'geo') return <NumberAt label="Nearest to" value={origin} pointer={at} onChange={onChange} />;
  const point = typeof origin === 'object' && origin !== null ? (origin as Record<string, unknown>) : null;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-[0.8125rem] font-medium">
        Nearest to
      </label>
      <Select
        id={id}
        value={point ? 'point' : 'user'}
        onChange={(next) => onChange(next === 'user' ? 'user' : { lat: '', lon: '' })}
        choices={[
          { value: 'user', label: 'the user' },
          { value: 'point', label: 'a point' },
        ]}
      />
      {point && (
        <div className="grid grid-cols-2 gap-2">
          <NumberInput
            aria-label="Latitude"
            placeholder="Latitude"
            value={point.lat}
            onChange={(lat) => onChange({ ...point, lat })}
          />
          <NumberInput
            aria-label="Longitude"
            placeholder="Longitude"
            value={point.lon}
            onChange={(lon) => onChange({ ...point, lon })}
          />
        </div>
      )}
      <ErrorText message={error} />
    </div>
  );
}
