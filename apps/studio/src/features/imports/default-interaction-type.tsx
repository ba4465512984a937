'use client';

import { useId } from 'react';
import { Card } from '@/components/card.tsx';
import { Field, Input } from '@/components/field.tsx';

const commonTypes = ['purchase', 'view', 'rating', 'click', 'cart', 'like'];

/** Asked where no column is mapped to the interaction type. */
export function DefaultInteractionType({ value, onChange }: { value: string; onChange: (type: string) => void }) {
  const options = useId();
  return (
    <Card className="p-5">
      <Field
        label="Interaction type"
        hint="No column holds the interaction type, so all rows get this one. Choose a common type or enter your own."
        className="max-w-xl"
      >
        {(control) => (
          <Input
            {...control}
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
        {commonTypes.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
    </Card>
  );
}
