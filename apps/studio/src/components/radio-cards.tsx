'use client';

import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface RadioCard<T extends string> {
  value: T;
  title: string;
  note: ReactNode;
}

/** Radio buttons drawn as cards, each with a title and a description. */
export function RadioCards<T extends string>({
  legend,
  name,
  value,
  onChange,
  choices,
  columns = 1,
}: {
  legend: string;
  name: string;
  value: T;
  onChange: (value: T) => void;
  choices: readonly RadioCard<T>[];
  columns?: 1 | 3;
}) {
  return (
    <fieldset>
      <legend className="mb-2 text-[0.8125rem] font-medium">{legend}</legend>
      <div className={clsx('grid gap-2.5', columns === 3 && 'sm:grid-cols-3')}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex gap-3 rounded-xl border border-line bg-surface p-3.5 shadow-card transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft/60 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="mt-1 size-4 shrink-0 accent-accent outline-hidden"
            />
            <span className="min-w-0">
              <span className="block font-medium">{choice.title}</span>
              <span className="mt-0.5 block text-[0.8125rem] leading-5 text-muted">{choice.note}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
