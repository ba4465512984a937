import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';

export const webhooksKey = (projectId: string) => ['webhooks', projectId] as const;

export function useWebhooks(projectId: string) {
  const api = useApi();
  return useQuery({ queryKey: webhooksKey(projectId), queryFn: () => api.webhooks.list(projectId) });
}
