import type { ImportSummary, ModelSummary } from '@curio/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useApi } from '@/api/provider.tsx';
import { formatCount, formatDuration } from '@/components/format.ts';
import { importHref, isRunning } from '@/features/imports/queries.ts';
import { keysKey } from '@/features/keys/queries.ts';
import { isTraining } from '@/features/models/queries.ts';
import { projectKey, projectsKey } from '@/features/projects/queries.ts';

/** A queued or running import or training. */
export interface Job {
  id: string;
  type: 'items' | 'users' | 'interactions' | 'training';
  title: string;
  detail: string;
  percent: number;
  href: string;
}

interface Activity {
  jobs: Job[];
  /** Changes whenever an import or a training enters another phase. */
  phases: string;
}

const runningPollMs = 1500;

/**
 * The queued and running jobs of a project, polled while there are any; without any, every `idlePollMs`. When a job
 * changes its phase, the project's counts and live version and the API keys are refetched.
 */
export function useActivity(projectId: string, idlePollMs: number | false): Job[] {
  const api = useApi();
  const cache = useQueryClient();
  const { data } = useQuery({
    queryKey: ['activity', projectId],
    queryFn: async (): Promise<Activity> => {
      const [imports, models] = await Promise.all([
        api.imports.list(projectId, { limit: 20 }),
        api.models.list(projectId, { limit: 20 }),
      ]);
      return {
        // Both lists are newest first; jobs are shown in the order in which they were started, imports before trainings.
        jobs: [
          ...imports.data
            .filter((each) => isRunning(each.phase))
            .map((each) => importJob(projectId, each))
            .reverse(),
          ...models.data
            .filter(isTraining)
            .map((each) => trainingJob(projectId, each))
            .reverse(),
        ],
        phases: [...imports.data.map((each) => each.phase), ...models.data.map((each) => each.status)].join(),
      };
    },
    refetchInterval: ({ state }) => (state.data && state.data.jobs.length > 0 ? runningPollMs : idlePollMs),
  });
  const phases = data?.phases;
  const previous = useRef(phases);
  useEffect(() => {
    if (phases === undefined) return;
    // Also after the first answer: a job may have ended since the project was fetched.
    void cache.invalidateQueries({ queryKey: projectKey(projectId) });
    if (previous.current !== undefined && previous.current !== phases) {
      void cache.invalidateQueries({ queryKey: projectsKey });
      void cache.invalidateQueries({ queryKey: keysKey });
    }
    previous.current = phases;
  }, [cache, projectId, phases]);
  return data?.jobs ?? [];
}

function importJob(projectId: string, { id, kind, filename, phase, progress }: ImportSummary): Job {
  const speed = progress.rowsPerSecond > 0 ? [`${formatCount(progress.rowsPerSecond)} rows/s`] : [];
  const left = progress.secondsLeft !== null ? [`${formatDuration(progress.secondsLeft)} left`] : [];
  return {
    id,
    type: kind,
    title: `Importing ${filename}`,
    detail: phase === 'queued' ? 'Queued' : [...speed, ...left].join(' · '),
    percent: progress.percent,
    href: importHref({ projectId, importId: id }, phase),
  };
}

function trainingJob(projectId: string, { version, status, progress }: ModelSummary): Job {
  return {
    id: `version-${version}`,
    type: 'training',
    title: `Training version ${version}`,
    detail: status === 'queued' ? 'Queued' : [capitalize(progress.stage), progress.message].filter(Boolean).join(' · '),
    percent: progress.percent,
    href: `/projects/${projectId}/models/${version}`,
  };
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
