// The k best (score, index) pairs in a binary heap with the worst at the root; 8 bytes per entry. Of equal scores the lower
// index is better.

@inline
function score(heap: usize, at: u32): f32 {
  return load<f32>(heap + (<usize>at << 3));
}

@inline
function index(heap: usize, at: u32): u32 {
  return load<u32>(heap + (<usize>at << 3), 4);
}

@inline
function put(heap: usize, at: u32, s: f32, i: u32): void {
  store<f32>(heap + (<usize>at << 3), s);
  store<u32>(heap + (<usize>at << 3), i, 4);
}

@inline
function worse(s: f32, i: u32, s2: f32, i2: u32): bool {
  return s < s2 || (s == s2 && i > i2);
}

function sink(heap: usize, size: u32, s: f32, i: u32): void {
  let at: u32 = 0;
  for (;;) {
    let child = (at << 1) + 1;
    if (child >= size) break;
    if (child + 1 < size && worse(score(heap, child + 1), index(heap, child + 1), score(heap, child), index(heap, child)))
      child++;
    const cs = score(heap, child);
    const ci = index(heap, child);
    if (!worse(cs, ci, s, i)) break;
    put(heap, at, cs, ci);
    at = child;
  }
  put(heap, at, s, i);
}

/** Inserts a pair into a heap of `size` ≤ k (> 0) pairs if it is among the k best; returns the new size. NaN is ignored. */
export function offer(heap: usize, size: u32, k: u32, s: f32, i: u32): u32 {
  if (s != s) return size;
  if (size == k) {
    if (worse(score(heap, 0), index(heap, 0), s, i)) sink(heap, size, s, i);
    return size;
  }
  let at = size;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const ps = score(heap, parent);
    const pi = index(heap, parent);
    if (!worse(s, i, ps, pi)) break;
    put(heap, at, ps, pi);
    at = parent;
  }
  put(heap, at, s, i);
  return size + 1;
}

/** The score that a further pair must reach; −∞ while the heap has room. */
@inline
export function floor(heap: usize, size: u32, k: u32): f32 {
  return size < k ? -f32.MAX_VALUE : score(heap, 0);
}

/** Empties the heap into `indices` and `scores`, best first. */
export function drain(heap: usize, size: u32, indices: usize, scores: usize): void {
  for (let left = size; left > 0; ) {
    left--;
    store<u32>(indices + (<usize>left << 2), index(heap, 0));
    store<f32>(scores + (<usize>left << 2), score(heap, 0));
    sink(heap, left, score(heap, left), index(heap, left));
  }
}
