'use client';

import { Trash2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button } from '@/components/button.tsx';
import { NumberInput } from '@/features/query/number-input.tsx';
import { ErrorText, useErrorAt } from '@/features/query/pointer-errors.tsx';

/** The frame of one rule. */
export function RuleCard({
  title,
  pointer,
  onRemove,
  children,
}: {
  title: string;
  pointer: string;
  onRemove: () => void;
  children: ReactNode;
}) {
  const error = useErrorAt(pointer);
  return (
    <li className="space-y-3 rounded-2xl border border-line bg-surface p-3.5 shadow-card">
      <div className="flex items-center justify-between gap-3">
        <h4 className="text-[0.8125rem] font-medium">{title}</h4>
        <Button size="icon" tone="quiet" aria-label={`Remove ${title}`} title="Remove the rule" onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </Button>
      </div>
      {children}
      <ErrorText message={error} />
    </li>
  );
}

/** A labelled number with the message of its pointer. */
export function NumberAt({
  label,
  hint,
  value,
  pointer,
  onChange,
}: {
  label: string;
  hint?: string;
  value: unknown;
  pointer: string;
  onChange: (value: number | string) => void;
}) {
  const id = useId();
  const error = useErrorAt(pointer, true);
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-[0.8125rem] font-medium">
        {label}
      </label>
      <NumberInput
        id={id}
        value={value}
        onChange={onChange}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
      />
      {hint && !error && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      <ErrorText id={`${id}-error`} message={error} />
    </div>
  );
}
