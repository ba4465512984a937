import type { Model } from '@curio/contracts';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export const modelsKey = (projectId: string) => ['models', projectId] as const;
const modelKey = (projectId: string, version: number | null) => ['models', projectId, version] as const;

export const isTraining = (model: Pick<Model, 'status'>): boolean =>
  model.status === 'queued' || model.status === 'training';

/** Versions, newest first; refetched every two seconds while one is queued or training. */
export function useModels(projectId: string) {
  const api = useApi();
  return usePageList({
    queryKey: modelsKey(projectId),
    load: (query) => api.models.list(projectId, query),
    shouldPoll: isTraining,
  });
}

/** One version; null: none. Refetched every second while it is queued or training. */
export function useModel(projectId: string, version: number | null) {
  const api = useApi();
  return useQuery({
    queryKey: modelKey(projectId, version),
    queryFn: version === null ? skipToken : () => api.models.get(projectId, version),
    refetchInterval: ({ state }) => (state.data && isTraining(state.data) ? 1000 : false),
  });
}
