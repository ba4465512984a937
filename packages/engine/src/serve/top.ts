/** The indices of the k largest scores, best first, ties by the lower index; -Infinity is never chosen. */
export function topIndices(scores: Float32Array, k: number): Uint32Array {
  const size = Math.min(k, scores.length);
  const heap = new Uint32Array(size);
  let count = 0;
  // A min-heap by (score, then higher index first): the root is the next to go.
  const worse = (a: number, b: number) => scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
  const sink = (from: number) => {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) return;
      if (child + 1 < count && worse(heap[child + 1], heap[child])) child++;
      if (!worse(heap[child], heap[at])) return;
      const moved = heap[at];
      heap[at] = heap[child];
      heap[child] = moved;
      at = child;
    }
  };
  let floor = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i];
    if (!(score > floor)) continue;
    if (count < size) {
      let at = count++;
      heap[at] = i;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!worse(heap[at], heap[parent])) break;
        const moved = heap[at];
        heap[at] = heap[parent];
        heap[parent] = moved;
        at = parent;
      }
    } else {
      heap[0] = i;
      sink(0);
    }
    if (count === size && size > 0) floor = scores[heap[0]];
  }
  const out = heap.slice(0, count);
  return out.sort((a, b) => scores[b] - scores[a] || a - b);
}
