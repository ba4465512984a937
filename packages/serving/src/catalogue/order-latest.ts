import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CatalogueRows } from './catalogue-rows.ts';

/** Keeps the items in the order of `Catalogue.latest()`. */
export interface LatestOrder {
  /** Orders all items again, in parts between which the event loop continues. */
  sort(): Promise<void>;
  latest(): Int32Array;
}

type Compare = (a: number, b: number) => number;

/** Rows that are sorted without a pause: some milliseconds. */
const runLength = 4096;
const sliceMs = 10;

export function createLatestOrder(rows: CatalogueRows): LatestOrder {
  /** Items by date and id, also hidden ones, as of `orderedAt`. */
  let order: Int32Array = new Int32Array(0);
  let orderedAt = -1;
  let sorting: Promise<void> | undefined;
  let answer: { revision: number; latest: Int32Array } = { revision: -1, latest: order };

  /** Newest first, without a date last, then by id. */
  const compareBy =
    (times: Float64Array): Compare =>
    (a, b) => {
      const timeA = times[a] ?? Number.NaN;
      const timeB = times[b] ?? Number.NaN;
      if (timeA > timeB) return -1;
      if (timeA < timeB) return 1;
      const missingA = Number.isNaN(timeA);
      if (missingA !== Number.isNaN(timeB)) return missingA ? 1 : -1;
      return rows.compareIds(a, b);
    };
  const createdTimes = () => (rows.createdAt.column as { values: Float64Array }).values;

  async function sort(): Promise<void> {
    const startedAt = rows.revision;
    // A copy: dates that change meanwhile would leave other rows in the wrong place. Their rows are in the log.
    order = await mergeSort(listItems(rows), compareBy(createdTimes().slice()));
    orderedAt = startedAt;
    answer = { revision: -1, latest: order };
  }

  const startSort = () => {
    sorting ??= sort().finally(() => {
      sorting = undefined;
    });
    return sorting;
  };

  /** Takes the changed rows out of the order and puts them where they belong now. */
  function update(changed: readonly number[]): void {
    const compare = compareBy(createdTimes());
    const moved = new Set(changed);
    const fresh = Int32Array.from([...moved].filter((row) => rows.isItem(row))).sort(compare);
    const isMoved = new Uint8Array(rows.size);
    for (const row of moved) isMoved[row] = 1;
    const rest = rowsWhere(order, isMoved, 0);
    order = new Int32Array(rest.length + fresh.length);
    let at = 0;
    let from = 0;
    // Each row is put behind those that come before it, which are found by halving.
    for (const row of fresh) {
      const to = lowerBound(rest, row, from, compare);
      order.set(rest.subarray(from, to), at);
      at += to - from;
      order[at++] = row;
      from = to;
    }
    order.set(rest.subarray(from), at);
    orderedAt = rows.revision;
  }

  return {
    sort: startSort,
    latest() {
      if (answer.revision === rows.revision) return answer.latest;
      const changed = rows.rowsChangedSince(orderedAt);
      if (changed !== 'all' && changed.length <= runLength) update(changed);
      else if (rows.size <= runLength) {
        order = listItems(rows).sort(compareBy(createdTimes()));
        orderedAt = rows.revision;
      } else {
        // Until the new order is complete, the rows of the old one that are still visible are listed.
        void startSort();
      }
      const latest = rowsWhere(order, rows.visible, 1);
      if (orderedAt === rows.revision) answer = { revision: rows.revision, latest };
      return latest;
    },
  };
}

/** Those of `rows` that have this flag, in their order. */
function rowsWhere(rows: Int32Array, flags: Uint8Array, flag: 0 | 1): Int32Array {
  const chosen = new Int32Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    if (flags[row] === flag) chosen[count++] = row;
  }
  return chosen.subarray(0, count);
}

function listItems(rows: CatalogueRows): Int32Array {
  const items = new Int32Array(rows.size);
  let count = 0;
  for (let row = 0; row < rows.size; row++) if (rows.isItem(row)) items[count++] = row;
  return items.slice(0, count);
}

/** The first place from `from` on whose row does not come before `row`. */
function lowerBound(rows: Int32Array, row: number, from: number, compare: Compare): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(rows[middle] ?? 0, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bottom-up, over sorted runs. Returns to the event loop every `sliceMs`. */
async function mergeSort(rows: Int32Array, compare: Compare): Promise<Int32Array> {
  let sliceEnd = performance.now() + sliceMs;
  const pause = async () => {
    if (performance.now() < sliceEnd) return;
    await nextTurn();
    sliceEnd = performance.now() + sliceMs;
  };
  let sorted = rows;
  for (let start = 0; start < rows.length; start += runLength) {
    sorted.subarray(start, start + runLength).sort(compare);
    await pause();
  }
  for (let width = runLength; width < rows.length; width *= 2) {
    const merged = new Int32Array(rows.length);
    for (let start = 0; start < rows.length; start += width * 2) {
      const middle = Math.min(start + width, rows.length);
      const end = Math.min(start + width * 2, rows.length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const a = sorted[left] ?? 0;
        const b = sorted[right] ?? 0;
        const takeLeft = left < middle && (right >= end || compare(a, b) <= 0);
        merged[at] = takeLeft ? a : b;
        if (takeLeft) left++;
        else right++;
        if ((at & (runLength - 1)) === 0) await pause();
      }
    }
    sorted = merged;
  }
  return sorted;
}
