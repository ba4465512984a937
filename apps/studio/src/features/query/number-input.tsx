'use client';

import { type ComponentProps, useState } from 'react';
import { Input } from '@/components/field.tsx';

/** A number as a person types it: blank is '', and other text is kept for the API to refuse with its reason. */
export function NumberInput({
  value,
  onChange,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  value: unknown;
  onChange: (value: number | string) => void;
}) {
  const [text, setText] = useState(String(value ?? ''));
  // “1.” and “1” are one number: the text stays as typed until the value changes from outside.
  const shown = parse(text) === (value ?? '') ? text : String(value ?? '');
  return (
    <Input
      inputMode="decimal"
      autoComplete="off"
      value={shown}
      onChange={(event) => {
        setText(event.target.value);
        onChange(parse(event.target.value));
      }}
      {...rest}
    />
  );
}

function parse(text: string): number | string {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed === '' || Number.isNaN(number) ? trimmed : number;
}
