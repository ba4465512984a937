import type { UsageDay, UsagePage } from '@curio/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import type { DayRange } from '@/features/charts/days.ts';

const pageSize = 100;
const maxPages = 100;

export interface Usage {
  days: UsageDay[];
  month: UsagePage['month'];
}

/** Usage of the workspace in the range, by day and project, and of the month against its quotas. */
export function useUsage({ from, to }: DayRange) {
  const api = useApi();
  return useQuery({
    queryKey: ['usage', from, to],
    queryFn: async (): Promise<Usage> => {
      const days: UsageDay[] = [];
      let cursor: string | undefined;
      for (let page = 1; ; page += 1) {
        const { data, nextCursor, month } = await api.usage({ from, to, limit: pageSize, cursor });
        days.push(...data);
        if (nextCursor === null || page === maxPages) return { days, month };
        cursor = nextCursor;
      }
    },
    placeholderData: keepPreviousData,
  });
}
