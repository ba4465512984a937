import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export const webhooksKey = (projectId: string) => ['webhooks', projectId] as const;

export function useWebhooks(projectId: string) {
  const api = useApi();
  return usePageList({ queryKey: webhooksKey(projectId), load: (query) => api.webhooks.list(projectId, query) });
}
