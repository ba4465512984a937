'use client';

import { type ReactNode, useId } from 'react';

/** A number from 0 to 1 in steps of 0.05. */
export function Slider({
  label,
  note,
  value,
  onChange,
}: {
  label: string;
  note?: ReactNode;
  value: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 text-[0.8125rem]">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <output htmlFor={id} className="text-muted tabular-nums">
          {value === 0 ? 'off' : value.toFixed(2)}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(Number(event.target.value))}
        className="mt-1 h-6 w-full accent-accent"
      />
      {note && (
        <p id={`${id}-note`} className="text-[0.8125rem] leading-5 text-muted">
          {note}
        </p>
      )}
    </div>
  );
}
