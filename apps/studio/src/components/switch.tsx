'use client';

import { type ReactNode, useId } from 'react';

/** A setting that is on or off, with its label and a note. */
export function Switch({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="text-[0.8125rem] font-medium">
          {label}
        </label>
        {note && (
          <p id={`${id}-note`} className="text-[0.8125rem] leading-5 text-muted">
            {note}
          </p>
        )}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        aria-describedby={note ? `${id}-note` : undefined}
        onClick={() => onChange(!checked)}
        className="relative mt-0.5 h-5.5 w-9.5 shrink-0 rounded-full bg-line-strong transition-colors aria-checked:bg-accent"
      >
        <span
          className={`absolute top-0.5 left-0.5 size-4.5 rounded-full bg-surface shadow-card transition-transform ${checked ? 'translate-x-4' : ''}`}
        />
      </button>
    </div>
  );
}
