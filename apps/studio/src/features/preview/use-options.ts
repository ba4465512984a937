import type { RecommendInput, Strategy } from '@curio/contracts';
import {
  createParser,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs';
import { type FilterDraft, normaliseFilter, withoutBlanks } from '@/features/query/filter-draft.ts';
import { strategyNames } from '@/features/query/strategies.ts';

const parseAsFilter = createParser<FilterDraft>({
  parse: (text) => {
    try {
      const value: unknown = JSON.parse(text);
      return typeof value === 'object' && value !== null ? normaliseFilter(value as FilterDraft) : null;
    } catch {
      return null;
    }
  },
  serialize: JSON.stringify,
});

const parsers = {
  placement: parseAsString,
  strategy: parseAsStringLiteral(strategyNames),
  version: parseAsInteger,
  compare: parseAsInteger,
  seen: parseAsBoolean,
  diversity: parseAsFloat,
  rotation: parseAsFloat,
  filter: parseAsFilter,
};

export interface PreviewOptions {
  placement: string | null;
  strategy: Strategy | null;
  version: number | null;
  /** The version whose list is shown beside. */
  compare: number | null;
  /** Whether items that the user has seen are left out; null: as the placement or the default says. */
  seen: boolean | null;
  diversity: number | null;
  rotation: number | null;
  filter: FilterDraft | null;
}

/** The options of the preview, in the URL. */
export function useOptions() {
  const [options, set] = useQueryStates(parsers);
  return { options: options as PreviewOptions, setOptions: (change: Partial<PreviewOptions>) => void set(change) };
}

/** The options as fields of a query. */
export function toQuery({ placement, strategy, version, seen, diversity, rotation, filter }: PreviewOptions) {
  const query: RecommendInput = {};
  if (placement !== null) query.placement = placement;
  if (strategy !== null) query.strategy = strategy;
  if (version !== null) query.modelVersion = version;
  if (seen !== null) query.excludeSeen = seen;
  if (diversity !== null) query.diversity = diversity;
  if (rotation !== null) query.rotation = rotation;
  if (filter !== null) query.filter = withoutBlanks(filter) as RecommendInput['filter'];
  return query;
}

export const countOptions = (options: PreviewOptions): number =>
  Object.values(options).filter((value) => value !== null).length;
