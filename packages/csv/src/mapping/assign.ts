/**
 * The best one-to-one assignment: for each row the column that it gets, or -1, so that the sum of the weights is
 * largest. Shortest augmenting paths with potentials (Jonker and Volgenant, 1987), O(rows² × columns).
 * @param weights rows × columns, ≥ 0; a weight of 0 is never assigned
 */
export function assign(weights: readonly (readonly number[])[]): number[] {
  const rows = weights.length;
  const real = weights[0]?.length ?? 0;
  const columns = real + rows;
  const cost = (row: number, column: number): number => (column < real ? 1 - weights[row]![column]! : 1);
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const cameFrom = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(columns + 1);
    do {
      used[column] = 1;
      const from = rowOf[column]!;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (used[j]) continue;
        const reduced = cost(from - 1, j - 1) - rowPotential[from]! - columnPotential[j]!;
        if (reduced < least[j]!) {
          least[j] = reduced;
          cameFrom[j] = column;
        }
        if (least[j]! < delta) {
          delta = least[j]!;
          next = j;
        }
      }
      for (let j = 0; j <= columns; j++) {
        if (used[j]) {
          rowPotential[rowOf[j]!] = rowPotential[rowOf[j]!]! + delta;
          columnPotential[j] = columnPotential[j]! - delta;
        } else least[j] = least[j]! - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const result = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= real; j++)
    if (rowOf[j]! > 0 && weights[rowOf[j]! - 1]![j - 1]! > 0) result[rowOf[j]! - 1] = j - 1;
  return result;
}
