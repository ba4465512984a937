const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `0.24 ms`, `38 ms`, `1,250 ms`. */
export function formatMilliseconds(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(2).replace(/\.?0+$/, '') : whole.format(milliseconds)} ms`;
}
