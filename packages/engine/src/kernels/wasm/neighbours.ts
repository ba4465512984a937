// Scores of items by the neighbours of a history's items: sums over the items that are reached, which are few of a catalogue.
// `sums` and `flags` are all 0 before and after; `slots` maps items to the slots of linear.ts.

/** A half-precision number as f32, exact: its bits in place of those of an f32, with the bias of the exponent multiplied in. */
@inline
function halfAt(at: usize): f32 {
  const bits = <u32>load<u16>(at);
  const magnitude = reinterpret<f32>((bits & 0x7fff) << 13) * reinterpret<f32>(0x77800000);
  return bits & 0x8000 ? -magnitude : magnitude;
}

/**
 * Adds weight × value over the neighbours of a history's items to `sums` (f32 per item, zeros before) and lists the items that
 * were reached first to `touched`. Values are f32, or half-precision numbers where `half` is 1. Returns the number of items.
 */
export function addNeighbours(
  history: usize, weights: usize, n: u32, rows: u32, indptr: usize, indices: usize, values: usize, half: u32,
  sums: usize, flags: usize, touched: usize,
): u32 {
  let count: u32 = 0;
  for (let rank: u32 = 0; rank < n; rank++) {
    const row = load<u32>(history + (<usize>rank << 2));
    if (row >= rows) continue;
    const weight = load<f32>(weights + (<usize>rank << 2));
    const end = load<u32>(indptr + (<usize>row << 2), 4);
    for (let p = load<u32>(indptr + (<usize>row << 2)); p < end; p++) {
      const item = load<u32>(indices + (<usize>p << 2));
      const at = sums + (<usize>item << 2);
      const value = half ? halfAt(values + (<usize>p << 1)) : load<f32>(values + (<usize>p << 2));
      store<f32>(at, load<f32>(at) + weight * value);
      if (load<u8>(flags + item) != 0) continue;
      store<u8>(flags + item, 1);
      store<u32>(touched + (<usize>count << 2), item);
      count++;
    }
  }
  return count;
}

/** Σ s, Σ s² over the touched items, then over those of them with a slot from `coldSlot` on: four f64 at `out`. */
export function neighbourMoments(touched: usize, count: u32, sums: usize, slots: usize, coldSlot: u32, out: usize): void {
  let sum: f64 = 0, squares: f64 = 0, coldSum: f64 = 0, coldSquares: f64 = 0;
  for (let n: u32 = 0; n < count; n++) {
    const item = load<u32>(touched + (<usize>n << 2));
    const s = <f64>load<f32>(sums + (<usize>item << 2));
    sum += s;
    squares += s * s;
    if (load<u32>(slots + (<usize>item << 2)) < coldSlot) continue;
    coldSum += s;
    coldSquares += s * s;
  }
  store<f64>(out, sum);
  store<f64>(out, squares, 8);
  store<f64>(out, coldSum, 16);
  store<f64>(out, coldSquares, 24);
}

/**
 * Adds factor × weight × sum of each touched item to its slot of `out`, `coldFactor` × sum from `coldSlot` on, and clears the
 * sums and flags. Returns the largest magnitude that it added.
 */
export function spreadNeighbours(
  touched: usize, count: u32, sums: usize, flags: usize, slots: usize, weights: usize, factor: f32, coldSlot: u32,
  coldFactor: f32, out: usize,
): f32 {
  let largest: f32 = 0;
  for (let n: u32 = 0; n < count; n++) {
    const item = load<u32>(touched + (<usize>n << 2));
    const slot = load<u32>(slots + (<usize>item << 2));
    const at = sums + (<usize>item << 2);
    let x = load<f32>(at);
    store<f32>(at, 0);
    store<u8>(flags + item, 0);
    if (slot >= coldSlot) x *= coldFactor;
    else x *= weights ? factor * load<f32>(weights + (<usize>slot << 2)) : factor;
    const to = out + (<usize>slot << 2);
    store<f32>(to, load<f32>(to) + x);
    largest = max(largest, abs(x));
  }
  return largest;
}

/** Clears the slots of the touched items. */
export function clearSlots(touched: usize, count: u32, slots: usize, out: usize): void {
  for (let n: u32 = 0; n < count; n++) {
    store<f32>(out + (<usize>load<u32>(slots + (<usize>load<u32>(touched + (<usize>n << 2)) << 2)) << 2), 0);
  }
}
