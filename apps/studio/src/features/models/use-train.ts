import type { TrainInput } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useApi } from '@/api/provider.tsx';
import { modelsKey } from './queries.ts';

/** Queues a training and opens the page of its version. */
export function useTrain(projectId: string) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (input: Partial<TrainInput>) => api.models.train(projectId, input),
    onSuccess: (model) => {
      void cache.invalidateQueries({ queryKey: modelsKey(projectId), exact: true });
      router.push(`/projects/${projectId}/models/${model.version}`);
    },
  });
}
