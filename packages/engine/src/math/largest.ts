/**
 * The order statistics of `values` at the given ranks (ascending; rank 0 is the largest value). Reorders `values`.
 * Quickselect (Hoare 1961), from the highest rank to the lowest.
 */
export function largest(values: Float32Array, places: readonly number[]): Float32Array {
  const out = new Float32Array(places.length);
  let end = values.length - 1;
  for (let n = places.length - 1; n >= 0; n--) {
    out[n] = select(values, places[n], end);
    end = places[n];
  }
  return out;
}

/** Partitions values[0 … last] so that the value of rank `place` is at that position, larger values before it. */
function select(values: Float32Array, place: number, last: number): number {
  let left = 0;
  let right = last;
  while (left < right) {
    const pivot = values[(left + right) >> 1];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] > pivot) i++;
      while (values[j] < pivot) j--;
      if (i <= j) {
        const moved = values[i];
        values[i++] = values[j];
        values[j--] = moved;
      }
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return values[place];
}
