'use client';

import type { Project } from '@curio/contracts';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ButtonLink } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { useKeyUse } from '@/features/connect/use-first-call.ts';
import { wasPreviewed } from '@/features/preview/previewed.ts';
import type { Job } from './use-activity.ts';

interface Step {
  title: string;
  note: string;
  done: boolean;
  href: string;
  action: string;
  /** The running job whose end completes this step. */
  job?: Job | undefined;
}

/** The steps from CSV files to the first API call. A step is done when its result exists. */
export function Checklist({ project, jobs }: { project: Project; jobs: readonly Job[] }) {
  const keys = useKeyUse(project.id);
  const [previewed, setPreviewed] = useState(false);
  useEffect(() => setPreviewed(wasPreviewed(project.id)), [project.id]);

  const running = (type: Job['type']) => jobs.find((job) => job.type === type);
  const base = `/projects/${project.id}`;
  const steps: Step[] = [
    {
      title: 'Upload your catalogue',
      note: 'A CSV file with one row per item: an id and other columns, such as title, categories or price.',
      done: project.counts.items > 0,
      href: `${base}/imports/new?kind=items`,
      action: 'Upload items',
      job: running('items'),
    },
    {
      title: 'Upload interactions',
      note: 'A CSV file with one row per purchase, view or rating: user id, item id and, if known, the time.',
      done: project.counts.interactions > 0,
      href: `${base}/imports/new?kind=interactions`,
      action: 'Upload interactions',
      job: running('interactions'),
    },
    {
      title: 'Train a model',
      note: 'Curio compares several algorithms and keeps the most accurate. The version goes live if it passes the gate.',
      done: project.liveVersion !== null,
      href: `${base}/models?train=true`,
      action: 'Train a model',
      job: running('training'),
    },
    {
      title: 'Preview recommendations',
      note: 'Choose a user, an item or a new visitor and see the recommended items, with reasons.',
      done: previewed,
      href: `${base}/preview`,
      action: 'Open the preview',
    },
    {
      title: 'Create an API key',
      note: 'Your app sends it with each call. You also get a command to try it.',
      done: keys.data !== undefined && keys.data.usable.length > 0,
      href: `${base}/keys?create=true`,
      action: 'Create a key',
    },
    {
      title: 'Make the first call',
      note: 'Copy the code for your app. This step is done once a request with a key arrives.',
      done: keys.data !== undefined && keys.data.used !== null,
      href: `${base}/connect`,
      action: 'Connect your app',
    },
  ];
  const done = steps.filter((step) => step.done).length;
  const next = steps.findIndex((step) => !step.done);
  return (
    <section aria-labelledby="checklist">
      <div className="mb-3 flex items-baseline justify-between">
        <h2 id="checklist" className="text-[0.9375rem] font-semibold tracking-tight">
          {done === steps.length ? 'All set' : 'Getting started'}
        </h2>
        <p className="text-[0.8125rem] text-muted tabular-nums">
          {done} of {steps.length} done
        </p>
      </div>
      <Card>
        <ol>
          {steps.map((step, index) => (
            <Row key={step.title} step={step} number={index + 1} next={index === next} />
          ))}
        </ol>
      </Card>
    </section>
  );
}

function Row({ step, number, next }: { step: Step; number: number; next: boolean }) {
  return (
    <li
      className={clsx(
        'flex flex-wrap items-center gap-x-4 gap-y-3 border-line px-5 py-4 not-first:border-t sm:flex-nowrap',
        next && 'bg-accent-soft/40 first:rounded-t-2xl last:rounded-b-2xl',
      )}
    >
      <span
        className={clsx(
          'grid size-7 shrink-0 place-items-center rounded-full text-xs font-semibold',
          step.done ? 'bg-good-soft text-good' : next ? 'bg-accent text-on-accent' : 'bg-sunken text-muted',
        )}
      >
        {step.done ? <Check className="size-4" aria-label="Done" /> : number}
      </span>
      <div className="min-w-0 flex-1 basis-56">
        <h3 className="font-medium">{step.title}</h3>
        {!step.done && (
          <p className="mt-0.5 max-w-prose text-[0.8125rem] text-muted">
            {step.job ? `${step.job.title}: ${Math.round(step.job.percent)}%.` : step.note}
          </p>
        )}
      </div>
      <ButtonLink
        href={step.job?.href ?? step.href}
        tone={next ? 'primary' : step.done ? 'quiet' : 'plain'}
        size="small"
        className={clsx('max-sm:ml-11', step.done && 'max-sm:hidden')}
      >
        {step.job ? 'Show progress' : step.action}
      </ButtonLink>
    </li>
  );
}
