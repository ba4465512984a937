'use client';

import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { controlStyles } from '@/components/field.tsx';

/** Several values; Enter or a comma adds one, Backspace in the empty input removes the last. */
export function TokenInput({
  label,
  values,
  onChange,
  suggestions = [],
  invalid,
  describedBy,
}: {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  suggestions?: readonly string[];
  invalid?: boolean;
  describedBy?: string | undefined;
}) {
  const [text, setText] = useState('');
  const list = useId();
  const add = (typed: string) => {
    const value = typed.trim();
    setText('');
    if (value !== '' && !values.includes(value)) onChange([...values, value]);
  };
  return (
    <div
      className={`${controlStyles} flex min-h-9 flex-wrap items-center gap-1 px-1.5 py-1 focus-within:border-accent ${invalid ? 'border-bad' : ''}`}
    >
      {values.map((value) => (
        <span
          key={value}
          className="flex max-w-full items-center gap-0.5 rounded-md bg-accent-soft py-0.5 pl-2 text-[0.8125rem] text-accent-text"
        >
          <span className="truncate">{value}</span>
          <button
            type="button"
            aria-label={`Remove ${value}`}
            className="grid size-6 shrink-0 place-items-center rounded-md hover:bg-surface"
            onClick={() => onChange(values.filter((each) => each !== value))}
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        list={suggestions.length > 0 ? list : undefined}
        value={text}
        placeholder={values.length === 0 ? 'Type a value, then Enter' : 'Add…'}
        autoComplete="off"
        className="h-6.5 min-w-20 flex-1 bg-transparent px-1.5 text-sm outline-hidden placeholder:text-muted"
        onChange={(event) => {
          const typed = event.target.value;
          // A chosen suggestion arrives as a change without typing.
          const chosen = !(event.nativeEvent as InputEvent).inputType && suggestions.includes(typed);
          if (chosen || typed.endsWith(',')) add(typed.replace(/,$/, ''));
          else setText(typed);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add(text);
          } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
            onChange(values.slice(0, -1));
          }
        }}
        onBlur={() => add(text)}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions
            .filter((each) => !values.includes(each))
            .map((each) => (
              <option key={each} value={each} />
            ))}
        </datalist>
      )}
    </div>
  );
}
