'use client';

import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

export const controlStyles =
  'w-full rounded-lg border border-line-strong bg-surface px-3 text-sm text-ink shadow-card transition-colors placeholder:text-muted hover:border-muted focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-60';

interface ControlProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** A label, a control, a hint and an error, connected by ids for assistive technology. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const control: ControlProps = { id };
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  if (notes) control['aria-describedby'] = notes;
  if (error) control['aria-invalid'] = true;
  return (
    <div className={clsx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-[0.8125rem] font-medium text-ink">
        {label}
      </label>
      {children(control)}
      {hint && (
        <p id={`${id}-hint`} className="text-[0.8125rem] leading-5 text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-[0.8125rem] leading-5 text-bad-text" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={clsx(controlStyles, 'h-9', className)} {...rest} />;
}
