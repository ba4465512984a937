import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

/** The events of a user, newest first. */
export function useHistory(projectId: string, userId: string) {
  const api = useApi();
  return usePageList({
    queryKey: ['events', projectId, userId],
    load: (query) => api.catalogue.eventsOf(projectId, userId, query),
  });
}
