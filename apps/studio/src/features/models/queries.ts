import type { Model } from '@curio/contracts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';

export const modelsKey = (projectId: string) => ['models', projectId] as const;
export const modelKey = (projectId: string, version: number) => ['models', projectId, version] as const;

export const isTraining = (model: Model): boolean => model.status === 'queued' || model.status === 'training';

/** Versions, newest first; asked again each second or two while one is being trained. */
export function useModels(projectId: string) {
  const api = useApi();
  return useQuery({
    queryKey: modelsKey(projectId),
    queryFn: () => api.models.list(projectId, { limit: 100 }),
    refetchInterval: ({ state }) => (state.data?.data.some(isTraining) ? 2000 : false),
  });
}

export function useModel(projectId: string, version: number) {
  const api = useApi();
  return useQuery({
    queryKey: modelKey(projectId, version),
    queryFn: () => api.models.get(projectId, version),
    refetchInterval: ({ state }) => (state.data && isTraining(state.data) ? 1000 : false),
  });
}
