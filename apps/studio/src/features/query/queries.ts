import type { Item, RecommendInput } from '@curio/contracts';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export const placementsKey = (projectId: string) => ['placements', projectId] as const;
const minuteMs = 60_000;

export function useItems(projectId: string, q: string, limit = 12) {
  const api = useApi();
  return useQuery({
    queryKey: ['items', projectId, q, limit],
    queryFn: () => api.catalogue.items(projectId, { q, limit }),
    placeholderData: keepPreviousData,
  });
}

/** One item; null: none. */
export function useItem(projectId: string, itemId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['item', projectId, itemId],
    queryFn: itemId === null ? skipToken : () => api.catalogue.item(projectId, itemId),
    staleTime: minuteMs,
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

/** The answer to a query; null: none is sent. */
export function useRecommendations(projectId: string, query: RecommendInput | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['recommendations', projectId, query],
    queryFn: query === null ? skipToken : ({ signal }) => api.recommend(projectId, query, signal),
    placeholderData: keepPreviousData,
  });
}

/** All placements, by name. */
export function usePlacements(projectId: string) {
  const api = useApi();
  return usePageList({
    queryKey: placementsKey(projectId),
    load: (query) => api.placements.list(projectId, { ...query, limit: 100 }),
  });
}

/** The fields that filters and rules can name. */
export function useItemFields(projectId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['item-fields', projectId],
    queryFn: () => api.catalogue.itemFields(projectId),
    staleTime: minuteMs,
  });
}

const sampleSize = 100;
const maxSuggestions = 40;

/** Values of a text or list field in the first items, as suggestions. */
export function useFieldValues(projectId: string, field: string): string[] {
  const api = useApi();
  const sample = useQuery({
    queryKey: ['items', projectId, 'sample'],
    queryFn: () => api.catalogue.items(projectId, { limit: sampleSize }),
    staleTime: minuteMs,
  });
  const values = new Set<string>();
  for (const item of sample.data?.data ?? []) {
    for (const value of [fieldValue(item, field)].flat()) {
      if (typeof value === 'string' && value.length > 0 && value.length <= 60) values.add(value);
    }
  }
  return [...values].slice(0, maxSuggestions).sort();
}

function fieldValue(item: Item, field: string): unknown {
  return field in item ? item[field as keyof Item] : item.custom[field];
}
