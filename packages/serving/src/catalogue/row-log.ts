/** Which rows changed, in the order of the changes. */
export interface RowLog {
  /** Number of changes so far. */
  readonly revision: number;
  add(row: number): void;
  /** Every row may have changed. */
  addAll(): void;
  /** Rows changed after `revision`, some repeatedly; 'all' where the log does not reach back that far. */
  since(revision: number): number[] | 'all';
}

/** Must be a power of two. Masks and orders that are this far behind are computed again as a whole. */
const kept = 1 << 16;

export function createRowLog(): RowLog {
  let revision = 0;
  let floor = 0;
  const rows = new Int32Array(kept);
  return {
    get revision() {
      return revision;
    },
    add(row) {
      rows[revision & (kept - 1)] = row;
      revision++;
    },
    addAll() {
      revision++;
      floor = revision;
    },
    since(since) {
      if (since < floor || revision - since > kept) return 'all';
      const changed: number[] = [];
      for (let at = since; at < revision; at++) changed.push(rows[at & (kept - 1)] ?? 0);
      return changed;
    },
  };
}
