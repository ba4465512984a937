/** Items begin × 8 … end × 8 of a row-major matrix into f32 groups in the same order; items from n on are zeros. */
export function packItems(begin: u32, end: u32, scratch: usize, items: usize, n: u32, d: u32, packed: usize): void {
  for (let group = begin; group < end; group++) {
    let out = packed + <usize>group * d * 32;
    for (let k: u32 = 0; k < d; k++) {
      for (let i: u32 = 0; i < 8; i++, out += 4) {
        const item = group * 8 + i;
        store<f32>(out, item < n ? load<f32>(items + (<usize>item * d + k) * 4) : 0);
      }
    }
  }
}
