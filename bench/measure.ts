/** One line of the table that a bench prints. */
export type Log = (line: string) => void;

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds of each of `runs` calls, after `warmUp` calls that do not count. */
export function timeRuns(runs: number, warmUp: number, body: (run: number) => void): number[] {
  const times: number[] = [];
  for (let run = -warmUp; run < runs; run++) {
    const started = performance.now();
    body(Math.max(0, run));
    if (run >= 0) times.push(performance.now() - started);
  }
  return times;
}

/** Name, median with its unit, and what it stands against. */
export function row(name: string, value: string, against = ''): string {
  return `${name.padEnd(52)} ${value.padStart(14)}  ${against}`.trimEnd();
}

/** The value that a share of all does not exceed. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
