import type { FeatureValue, ModelKind } from '../data/records.ts';

export type Source = 'personal' | 'similar' | 'popular' | 'trending' | 'latest';
export type Strategy = Source;

export interface HistoryEvent {
  itemId: string;
  type: string;
  value?: number;
  /** Seconds since 1970. */
  time?: number;
}

export interface Query {
  /** All that is known of the user, in any order; the order breaks ties where times are missing (last is newest). */
  history: HistoryEvent[];
  /** The user's own fields as imported, for models that learned from such. */
  user?: Record<string, FeatureValue>;
  /** Recommend from these items; together with a history, from both. */
  fromItems?: string[];
  strategy?: Strategy;
  n: number;
  offset: number;
  exclude?: Iterable<string>;
  excludeSeen: boolean;
  explain: boolean;
  /** Asked for the best items first, and for no more than needed. */
  allowed?: (itemId: string) => boolean;
  /** Seconds since 1970. */
  now: number;
}

export type Reason =
  | { kind: 'history'; itemId: string; share: number }
  | { kind: 'features'; values: string[] }
  | { kind: 'item'; itemId: string }
  | { kind: 'popular'; users: number }
  | { kind: 'trending' }
  | { kind: 'latest' };

export interface Recommendation {
  itemId: string;
  /** From 0 to 1, falling along the list; comparable within one answer only. */
  score: number;
  source: Source;
  reasons?: Reason[];
}

export interface Recommendations {
  items: Recommendation[];
  /** What was done instead of what was asked, in a plain phrase; absent where all went as asked. */
  fallback?: string;
}

export interface ServableModel {
  algorithm: string;
  kind: ModelKind;
  /** Bytes that the model holds in memory, about. */
  byteSize: number;
  itemCount: number;
  hasItem(itemId: string): boolean;
  recommend(query: Query): Recommendations;
  /** Items of the answer to this query, with reasons: dearer than the answer, so for those alone that are shown. */
  explain(query: Query, items: Recommendation[]): Recommendation[];
}
