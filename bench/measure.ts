/** One line of the table that a bench prints. */
export type Log = (line: string) => void;

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds of each of `runs` calls, after `warmUp` calls that are not measured. */
export function timeRuns(runs: number, warmUp: number, body: (run: number) => void): number[] {
  const times: number[] = [];
  for (let run = -warmUp; run < runs; run++) {
    const started = performance.now();
    body(Math.max(0, run));
    if (run >= 0) times.push(performance.now() - started);
  }
  return times;
}

/** A line with a name, a median with its unit, and a figure to compare it with. */
export function row(name: string, value: string, against = ''): string {
  return `${name.padEnd(52)} ${value.padStart(14)}  ${against}`.trimEnd();
}

/** The quantile of `share` (0 to 1), nearest rank. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
