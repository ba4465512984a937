import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { projectKey } from './queries.ts';

/** Refetches the project's counts and live version when `event` changes, such as an import's phase. */
export function useProjectRefresh(projectId: string, event: string | undefined): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (event !== undefined) void cache.invalidateQueries({ queryKey: projectKey(projectId) });
  }, [cache, projectId, event]);
}
