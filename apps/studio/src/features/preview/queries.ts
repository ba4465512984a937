import type { RecommendInput } from '@curio/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export function useItems(projectId: string, q: string, limit = 12) {
  const api = useApi();
  return useQuery({
    queryKey: ['items', projectId, q, limit],
    queryFn: () => api.catalogue.items(projectId, { q, limit }),
    placeholderData: keepPreviousData,
  });
}

export function useUsers(projectId: string, q: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['users', projectId, q],
    queryFn: () => api.catalogue.users(projectId, { q, limit: 12 }),
    placeholderData: keepPreviousData,
  });
}

export function useHistory(projectId: string, userId: string) {
  const api = useApi();
  return usePageList({
    queryKey: ['events', projectId, userId],
    load: (query) => api.catalogue.eventsOf(projectId, userId, query),
  });
}

export function useRecommendations(projectId: string, query: RecommendInput) {
  const api = useApi();
  return useQuery({
    queryKey: ['recommendations', projectId, query],
    queryFn: () => api.recommend(projectId, query),
    placeholderData: keepPreviousData,
  });
}
