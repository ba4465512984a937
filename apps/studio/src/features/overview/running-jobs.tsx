import Link from 'next/link';
import { Card, Section } from '@/components/card.tsx';
import { ProgressBar } from '@/components/progress-bar.tsx';
import type { Job } from './use-activity.ts';

/** Live progress of the queued and running imports and trainings. */
export function RunningJobs({ jobs }: { jobs: readonly Job[] }) {
  if (jobs.length === 0) return null;
  return (
    <Section title="In progress">
      <Card>
        <ul aria-label="Running imports and trainings">
          {jobs.map((job) => (
            <li key={job.id} className="px-5 py-4 not-first:border-t">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <p className="min-w-0">
                  <Link href={job.href} className="font-medium break-words hover:underline">
                    {job.title}
                  </Link>
                  {job.detail && <span className="text-[0.8125rem] text-muted"> · {job.detail}</span>}
                </p>
                <span className="text-sm font-medium tabular-nums">{Math.round(job.percent)}%</span>
              </div>
              <ProgressBar percent={job.percent} label={job.title} className="mt-2.5" />
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}
