'use client';

import { type ComponentProps, useId } from 'react';

/** Checkboxes with descriptions. `register` connects them to a react-hook-form field. */
export function CheckboxList({
  legend,
  choices,
  register,
  error,
}: {
  legend: string;
  choices: readonly { value: string; title: string; note: string }[];
  register: Omit<ComponentProps<'input'>, 'value' | 'type'>;
  error?: string | undefined;
}) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend className="mb-2 text-[0.8125rem] font-medium">{legend}</legend>
      <div className="grid gap-x-5 gap-y-1 sm:grid-cols-2">
        {choices.map((choice) => (
          <label key={choice.value} className="-mx-2 flex gap-2.5 rounded-lg px-2 py-1.5 hover:bg-sunken">
            <input
              type="checkbox"
              value={choice.value}
              {...register}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="block text-[0.8125rem] font-medium">{choice.title}</span>
              {choice.note && <span className="block text-[0.8125rem] leading-4.5 text-muted">{choice.note}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id={id} role="alert" className="mt-1.5 text-[0.8125rem] text-bad-text">
          {error}
        </p>
      )}
    </fieldset>
  );
}
