import clsx from 'clsx';

/** A choice of a few values, drawn as joined buttons. */
export function Segmented<T extends string>({
  legend,
  value,
  onChange,
  choices,
}: {
  legend: string;
  value: T;
  onChange: (value: T) => void;
  choices: readonly { value: T; label: string }[];
}) {
  return (
    <fieldset className="inline-flex max-w-full rounded-xl bg-sunken p-1 ring-1 ring-line ring-inset">
      <legend className="sr-only">{legend}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={value === choice.value}
          onClick={() => onChange(choice.value)}
          className={clsx(
            'h-8 rounded-lg px-3.5 text-[0.8125rem] font-medium whitespace-nowrap max-[360px]:px-2.5',
            value === choice.value ? 'bg-surface text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
