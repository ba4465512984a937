import type { Source } from '@curio/engine/artifact';

/** An item of a list before it is presented. */
export interface Candidate {
  /** Row of the catalogue. */
  row: number;
  itemId: string;
  /** Index in the model, -1 for an item that the model does not have. */
  item: number;
  /** Falls along the list; comparable within one list only. */
  score: number;
  source: Source | 'pinned';
  /** The values that it shares with the item to start from, where they are the reason for it. */
  shares?: readonly string[];
}

/** The best candidates, and why they are not what was asked for. */
export interface CandidateList {
  items: Candidate[];
  fallback: string | undefined;
}
