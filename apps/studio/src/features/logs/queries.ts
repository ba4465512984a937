import { useQuery } from '@tanstack/react-query';
import { ApiError } from '@/api/problem.ts';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';
import { type Filters, toQuery } from './use-filters.ts';

const tailMs = 2_000;
const countsMs = 30_000;

/** Requests of a project, or of the whole workspace; fetched again every two seconds while `live`. */
export function useLogs(projectId: string | undefined, filters: Filters, live: boolean) {
  const api = useApi();
  return usePageList({
    queryKey: ['logs', projectId, filters],
    load: (page) => api.logs.list({ ...toQuery(filters, projectId, Date.now()), ...page }),
    pollMs: tailMs,
    live,
  });
}

// A request is written to the log about a second after its answer.
const attempts = 4;
const retryMs = 700;

export function useLoggedRequest(requestId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['logged-request', requestId],
    queryFn: () => api.logs.get(requestId),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => failures < attempts && error instanceof ApiError && error.status === 404,
    retryDelay: retryMs,
  });
}

/** Requests by API keys and their errors in the last 24 hours. */
export function useRequestCounts(projectId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['request-counts', projectId],
    queryFn: () => api.logs.counts(projectId),
    refetchInterval: countsMs,
  });
}
