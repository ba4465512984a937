'use client';

import { useId } from 'react';
import { Card } from '@/components/card.tsx';
import { Field, Input } from '@/components/field.tsx';

const usual = ['purchase', 'view', 'rating', 'click', 'cart', 'like'];

/** Asked where no column says what kind of interaction a row is. */
export function DefaultType({ value, onChange }: { value: string; onChange: (type: string) => void }) {
  const options = useId();
  return (
    <Card className="p-5">
      <Field
        label="What is each row?"
        hint="No column says what kind of interaction a row is, so all rows get this one: choose a usual word or write your own."
        className="max-w-xl"
      >
        {(described) => (
          <Input
            {...described}
            list={options}
            value={value}
            maxLength={64}
            placeholder="purchase"
            onChange={(event) => onChange(event.target.value)}
            className="max-w-60"
          />
        )}
      </Field>
      <datalist id={options}>
        {usual.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
    </Card>
  );
}
