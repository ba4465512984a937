import type { ReactNode } from 'react';
import { Logo } from '@/components/logo.tsx';
import { ThemeToggle } from '@/components/theme-toggle.tsx';
import { Shelf } from './illustration.tsx';

/** The pages before the workspace: a form beside what Curio does. */
export function EntryFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)]">
      <div className="flex flex-col px-6 py-6 sm:px-10">
        <header className="flex items-center justify-between">
          <Logo />
          <ThemeToggle />
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-12">{children}</main>
      </div>
      <aside
        aria-label="What Curio does"
        className="relative hidden overflow-hidden border-l border-line bg-[oklch(0.3_0.05_208)] text-[oklch(0.97_0.01_90)] lg:flex lg:flex-col lg:justify-between lg:p-14"
      >
        <p className="max-w-md text-[1.75rem] leading-9 font-semibold tracking-[-0.025em] text-balance">
          Recommendations from your own spreadsheets.
        </p>
        <Shelf />
        <ol className="grid max-w-lg grid-cols-3 gap-6 text-[0.8125rem] leading-5 text-[oklch(0.9_0.02_200)]">
          {steps.map((step, index) => (
            <li key={step.title}>
              <span className="block font-semibold text-[oklch(0.86_0.11_85)]">
                {index + 1}. {step.title}
              </span>
              {step.note}
            </li>
          ))}
        </ol>
      </aside>
    </div>
  );
}

const steps = [
  { title: 'Upload', note: 'Your catalogue and what people did with it, as CSV files.' },
  { title: 'Train', note: 'Curio tries several models and keeps the best, measured against popularity.' },
  { title: 'Call', note: 'One request from your app, answered in milliseconds.' },
];
