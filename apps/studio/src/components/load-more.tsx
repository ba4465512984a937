'use client';

import type { PageList } from '@/api/use-page-list.ts';
import { Button } from './button.tsx';

/** Loads the next page of a list. Renders nothing once all pages are loaded. */
export function LoadMore({ list }: { list: Pick<PageList<unknown>, 'hasMore' | 'isLoadingMore' | 'loadMore'> }) {
  if (!list.hasMore) return null;
  return (
    <div className="mt-4 flex justify-center">
      <Button busy={list.isLoadingMore} onClick={list.loadMore}>
        Load more
      </Button>
    </div>
  );
}
