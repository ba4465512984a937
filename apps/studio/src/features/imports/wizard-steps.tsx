import clsx from 'clsx';
import { Check } from 'lucide-react';

const steps = ['Upload', 'Map columns', 'Confirm', 'Import', 'Done'];

/** The steps of an import. `at`: index of the current step, from 0. */
export function WizardSteps({ at }: { at: number }) {
  return (
    <nav aria-label="Steps of the import" className="mb-7">
      <ol className="flex items-center gap-1.5">
        {steps.map((step, index) => (
          <li
            key={step}
            aria-current={index === at ? 'step' : undefined}
            className="flex min-w-0 items-center gap-1.5 not-last:flex-1"
          >
            <span
              className={clsx(
                'grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold',
                index < at && 'bg-good-soft text-good',
                index === at && 'bg-accent text-on-accent',
                index > at && 'bg-sunken text-muted ring-1 ring-line ring-inset',
              )}
            >
              {index < at ? <Check className="size-3.5" aria-label="done" /> : index + 1}
            </span>
            <span
              className={clsx(
                'truncate text-[0.8125rem]',
                'max-md:sr-only',
                index === at ? 'font-medium text-ink' : 'text-muted',
              )}
            >
              {step}
            </span>
            {index < steps.length - 1 && <span aria-hidden="true" className="h-px min-w-2 flex-1 bg-line" />}
          </li>
        ))}
      </ol>
    </nav>
  );
}
