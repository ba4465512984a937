import type { ReactNode } from 'react';
import { Logo } from '@/components/logo.tsx';
import { ThemeToggle } from '@/components/theme-toggle.tsx';
import { Illustration } from './illustration.tsx';

/** Layout of the sign-in and sign-up pages: a form beside a summary of Curio. */
export function AuthLayout({ children }: { children: ReactNode }) {
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
        aria-label="How Curio works"
        className="relative hidden overflow-hidden border-l border-line bg-[oklch(0.3_0.05_208)] text-[oklch(0.97_0.01_90)] lg:flex lg:flex-col lg:justify-between lg:p-14"
      >
        <p className="max-w-md text-[1.75rem] leading-9 font-semibold tracking-[-0.025em] text-balance">
          Recommendations from your own CSV files.
        </p>
        <Illustration />
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
  { title: 'Upload', note: 'Your items and your users’ interactions, as CSV files.' },
  { title: 'Train', note: 'Curio compares several algorithms on held-out users and keeps the best.' },
  { title: 'Call', note: 'One request from your app, answered in milliseconds.' },
];
