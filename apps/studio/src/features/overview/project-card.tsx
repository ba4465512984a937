'use client';

import type { Project } from '@curio/contracts';
import Link from 'next/link';
import { Badge } from '@/components/badge.tsx';
import { Card } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { useActivity } from './use-activity.ts';

export function ProjectCard({ project }: { project: Project }) {
  return (
    <li>
      <Card className="relative flex h-full flex-col p-5 transition-colors focus-within:border-line-strong hover:border-line-strong">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 text-[0.9375rem] font-semibold tracking-tight break-words">
            <Link href={`/projects/${project.id}`} className="after:absolute after:inset-0 after:rounded-2xl">
              {project.name}
            </Link>
          </h2>
          {project.liveVersion === null ? (
            <Badge>Not live</Badge>
          ) : (
            <Badge tone="live">Version {project.liveVersion} live</Badge>
          )}
        </div>
        <dl className="mt-5 grid grid-cols-3 gap-2 tabular-nums">
          {(['items', 'users', 'interactions'] as const).map((each) => (
            <div key={each} className="flex flex-col-reverse">
              <dt className="text-xs text-muted capitalize">{each}</dt>
              <dd className="font-semibold">{formatCount(project.counts[each])}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-xs text-muted">
          Created <TimeAgo at={project.createdAt} />
        </p>
        {project.liveVersion === null && <CurrentJob project={project} />}
      </Card>
    </li>
  );
}

const newProjectMs = 15 * 60_000;

/** Progress of the first running job, for a project that is being prepared. */
function CurrentJob({ project }: { project: Project }) {
  // A new project is polled for its first job; an older one without jobs is requested once.
  const isNew = Date.now() - Date.parse(project.createdAt) < newProjectMs;
  const [job] = useActivity(project.id, isNew ? 5000 : false);
  if (job === undefined) return null;
  return (
    <div className="mt-4 border-t border-line pt-3.5 text-xs">
      <p className="flex justify-between gap-3">
        <span className="min-w-0 truncate">{job.title}</span>
        <span className="font-medium tabular-nums">{Math.round(job.percent)}%</span>
      </p>
      <ProgressBar percent={job.percent} label={job.title} className="mt-2" />
    </div>
  );
}
