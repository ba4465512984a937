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
  live = false,
}: {
  queryKey: QueryKey;
  load: (query: PageQuery) => Promise<Page<T>>;
  shouldPoll?: (row: T) => boolean;
  pollMs?: number;
  /** Polls whatever the rows are. */
  live?: boolean;
}): PageList<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load({ limit: pageSize, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      const polls = live || (shouldPoll !== undefined && pages.some((page) => page.data.some(shouldPoll)));
      return polls ? pollMs * Math.max(1, pages.length) : false;
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
