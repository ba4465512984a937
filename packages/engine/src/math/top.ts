/** Up to this k, insertion into a sorted list is faster than a heap. */
const maxSortedList = 64;

/** The indices of the k largest scores, best first, ties by the lower index; -Infinity and NaN are never chosen. */
export function topIndices(scores: Float32Array, k: number): Uint32Array {
  const size = Math.min(k, scores.length);
  if (size <= 0) return new Uint32Array(0);
  return size <= maxSortedList ? bySortedList(scores, size) : byHeap(scores, size);
}

function bySortedList(scores: Float32Array, size: number): Uint32Array {
  const best = new Uint32Array(size);
  const values = new Float32Array(size);
  let count = 0;
  let floor = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    // `>` keeps the lower index of equal scores. Most items stop here.
    if (!(score > floor)) continue;
    let at = count < size ? count++ : size - 1;
    for (; at > 0 && values[at - 1] < score; at--) {
      values[at] = values[at - 1];
      best[at] = best[at - 1];
    }
    values[at] = score;
    best[at] = i;
    if (count === size) floor = values[size - 1];
  }
  return count === size ? best : best.slice(0, count);
}

/** A min-heap by (score, then higher index first): the root is replaced next. */
function byHeap(scores: Float32Array, size: number): Uint32Array {
  const heap = new Uint32Array(size);
  let count = 0;
  let floor = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] > floor)) continue;
    if (count < size) {
      heap[count] = i;
      siftUp(heap, scores, count++);
    } else {
      heap[0] = i;
      siftDown(heap, scores, count);
    }
    if (count === size) floor = scores[heap[0]];
  }
  return heap.slice(0, count).sort((a, b) => scores[b] - scores[a] || a - b);
}

const worse = (scores: Float32Array, a: number, b: number): boolean =>
  scores[a] < scores[b] || (scores[a] === scores[b] && a > b);

function siftUp(heap: Uint32Array, scores: Float32Array, from: number): void {
  let at = from;
  const moved = heap[at];
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!worse(scores, moved, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = moved;
}

function siftDown(heap: Uint32Array, scores: Float32Array, count: number): void {
  let at = 0;
  const moved = heap[0];
  for (let child = 1; child < count; child = 2 * at + 1) {
    if (child + 1 < count && worse(scores, heap[child + 1], heap[child])) child++;
    if (!worse(scores, heap[child], moved)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}
