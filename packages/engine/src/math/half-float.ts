/** IEEE 754 half precision, round to nearest even: half the bytes for arrays that need no more. */
const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

export function toHalf(value: number): number {
  single[0] = value;
  const x = bits[0];
  const sign = (x >>> 16) & 0x8000;
  const magnitude = x & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude < 0x38800000) {
    // Too small for a normal half: scale to units of 2^-24.
    single[0] = Math.abs(value) * 16777216;
    const whole = Math.floor(single[0]);
    const rest = single[0] - whole;
    return sign | (rest > 0.5 || (rest === 0.5 && whole & 1) ? whole + 1 : whole);
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const mantissa = half & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** All 65,536 values once, for decoding in bulk. */
let table: Float32Array | undefined;
export function halfTable(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, i) => fromHalf(i));
  return table;
}
