import type { Page } from '@curio/contracts';
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import type { PageQuery } from './client.ts';

const pageSize = 50;

export interface PageList<T> {
  /** The rows of all loaded pages; undefined while the first page is loading. */
  rows: T[] | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
}

/**
 * A list that is loaded page by page. While `shouldPoll` holds for a row, the loaded pages are refetched every `pollMs`
 * per page: the request rate stays the same however many pages are loaded.
 */
export function usePageList<T>({
  queryKey,
  load,
  shouldPoll,
  pollMs = 2000,
}: {
  queryKey: QueryKey;
  load: (query: PageQuery) => Promise<Page<T>>;
  shouldPoll?: (row: T) => boolean;
  pollMs?: number;
}): PageList<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load({ limit: pageSize, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      return shouldPoll && pages.some((page) => page.data.some(shouldPoll)) ? pollMs * pages.length : false;
    },
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.data),
    error: query.error,
    isPending: query.isPending,
    refetch: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}
