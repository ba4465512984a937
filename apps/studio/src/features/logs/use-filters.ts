import type { LogsQuery } from '@curio/contracts';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

const statuses = ['error', '2xx', '4xx', '5xx'] as const satisfies readonly LogsQuery['status'][];
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly LogsQuery['method'][];
/** Minutes by name. */
export const periods = { '15m': 15, '1h': 60, '24h': 24 * 60 } as const;
export type Period = keyof typeof periods;

const parsers = {
  status: parseAsStringLiteral(statuses),
  method: parseAsStringLiteral(methods),
  path: parseAsString,
  caller: parseAsString,
  /** Milliseconds. */
  slower: parseAsInteger,
  since: parseAsStringLiteral(Object.keys(periods) as Period[]),
};

const none = { status: null, method: null, path: null, caller: null, slower: null, since: null };

/** The filters of the log, in the URL. */
export function useFilters() {
  const [filters, setFilters] = useQueryStates(parsers);
  return {
    filters,
    setFilters,
    clear: () => void setFilters(none),
    isFiltered: Object.values(filters).some((value) => value !== null && value !== ''),
  };
}
export type Filters = ReturnType<typeof useFilters>['filters'];

/** The API's query for filters at a moment, in milliseconds since 1970. */
export function toQuery(filters: Filters, projectId: string | undefined, now: number): Omit<LogsQuery, 'limit'> {
  const { status, method, path, caller, slower, since } = filters;
  return {
    ...(projectId && { projectId }),
    ...(status && { status }),
    ...(method && { method }),
    ...(path && { path: path.trim() }),
    ...(caller && { caller }),
    ...(slower && { minMilliseconds: slower }),
    ...(since && { from: new Date(now - periods[since] * 60_000).toISOString() }),
  };
}
