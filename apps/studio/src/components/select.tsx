import clsx from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import { controlStyles } from './field.tsx';

export interface Choice<T extends string> {
  value: T;
  label: string;
}

/**
 * The browser's own select element: accessible on phones and screen readers, and cheap enough for a mapping of a hundred
 * columns. `label` names it where no visible label refers to `id`.
 */
export function Select<T extends string>({
  value,
  onChange,
  choices,
  label,
  placeholder,
  className,
  invalid,
  ...rest
}: {
  value: T | null;
  onChange: (value: T) => void;
  choices: readonly Choice<T>[];
  label?: string;
  placeholder?: string;
  className?: string;
  invalid?: boolean;
  id?: string;
  'aria-describedby'?: string;
}) {
  return (
    <div className={clsx('relative', className)}>
      <select
        {...rest}
        aria-label={label}
        aria-invalid={invalid || undefined}
        value={value ?? ''}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={clsx(controlStyles, 'h-9 appearance-none truncate pr-8', value === null && 'text-muted')}
      >
        {value === null && (
          <option value="" disabled>
            {placeholder ?? 'Choose…'}
          </option>
        )}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        className="pointer-events-none absolute top-2.75 right-2.5 size-3.5 text-muted"
        aria-hidden="true"
      />
    </div>
  );
}
