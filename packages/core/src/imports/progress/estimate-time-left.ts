/** Estimates how long an import still takes. Times are in seconds since its start. */
export interface TimeEstimator {
  /** `share` of the file has been read, 0 to 1. */
  read(at: number, share: number): void;
  /** The file is read; its rows are written from now on. */
  write(at: number): void;
  /** Seconds; null while too little has been read. */
  left(at: number): number | null;
  /** 0 to 99, never less than before. */
  percent(at: number): number;
  /** How long writing took relative to reading, at its end: for the next import of the kind. */
  writeShare(at: number): number | null;
}

/** Below this share of the file or time, the start of the process and of its connections distorts the speed. */
const leastShare = 0.02;
const leastSeconds = 0.5;
/** The speed is the mean of all that has been read and of this last part of the time. */
const recentSeconds = 5;
/** Writing that takes longer than expected: what is left is at least this share of the time it has taken. */
const overrun = 0.1;

/**
 * @param expectedWriteShare seconds of writing for a second of reading. Reading shows its speed as it goes; writing is a few
 *   statements, whose duration can only be expected.
 */
export function createTimeEstimator(expectedWriteShare: number): TimeEstimator {
  let marks: { at: number; share: number }[] = [{ at: 0, share: 0 }];
  let writesFrom: number | undefined;
  let shown = 0;

  function readingLeft(): number | null {
    const last = marks.at(-1)!;
    if (last.share < leastShare || last.at < leastSeconds) return null;
    const recent = marks.find(({ at }) => at >= last.at - recentSeconds)!;
    const overall = last.share / last.at;
    const latest = last.at > recent.at ? (last.share - recent.share) / (last.at - recent.at) : overall;
    return (1 - last.share) / Math.max((overall + latest) / 2, overall / 10);
  }

  const estimator: TimeEstimator = {
    read(at, share) {
      marks.push({ at, share });
      const first = marks[0]!;
      marks = [first, ...marks.slice(1).filter((mark) => mark.at >= at - 2 * recentSeconds)];
    },
    write(at) {
      writesFrom = at;
    },
    left(at) {
      if (writesFrom !== undefined) {
        const [expected, taken] = [writesFrom * expectedWriteShare, at - writesFrom];
        return Math.max(expected - taken, taken * overrun);
      }
      const reading = readingLeft();
      if (reading === null) return null;
      const last = marks.at(-1)!.at;
      return Math.max(0, reading - (at - last)) + (last + reading) * expectedWriteShare;
    },
    percent(at) {
      const left = estimator.left(at);
      if (left !== null && at > 0) shown = Math.max(shown, Math.min(99, (100 * at) / (at + left)));
      return shown;
    },
    writeShare: (at) => (writesFrom === undefined || writesFrom === 0 ? null : (at - writesFrom) / writesFrom),
  };
  return estimator;
}
