import type { Insight } from '@curio/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { type DayRange, lastDays } from '@/features/charts/days.ts';

/** Rows in one page, and the most pages of a range: what a browser can chart. */
const pageSize = 1000;
const maxPages = 50;

export const periodOf = (days: number): DayRange => lastDays(days);

/** The counts of all placements and versions in the range, by day. */
export function useInsights(projectId: string, { from, to }: DayRange) {
  const api = useApi();
  return useQuery({
    queryKey: ['insights', projectId, from, to],
    queryFn: async () => {
      const rows: Insight[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const { data, nextCursor } = await api.insights(projectId, { from, to, limit: pageSize, cursor });
        rows.push(...data);
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      return rows;
    },
    placeholderData: keepPreviousData,
  });
}
