/**
 * The time of a training, or of a part of it. Every deadline and every question whether something still fits derives from
 * here. All times are seconds; the clock is passed in.
 */
export class Budget {
  readonly #now: () => number;
  /** Milliseconds of the clock. */
  readonly #end: number;
  /** How long the budget was when it began; Infinity without a limit. */
  readonly seconds: number;

  /** Begins now; `now` is in milliseconds of any origin. */
  constructor(seconds: number, now: () => number) {
    this.#now = now;
    this.#end = now() + 1000 * seconds;
    this.seconds = seconds;
  }

  get remaining(): number {
    return (this.#end - this.#now()) / 1000;
  }

  get isSpent(): boolean {
    return this.remaining < 0;
  }

  /** From 0 at the beginning to 1 at the end. */
  get elapsedShare(): number {
    return this.seconds > 0 ? Math.min(1, Math.max(0, 1 - this.remaining / this.seconds)) : 1;
  }

  allows(seconds: number): boolean {
    return seconds <= this.remaining;
  }

  /** The first part of the remaining time. */
  share(share: number): Budget {
    return new Budget(share * this.remaining, this.#now);
  }

  /** The remaining time without so many seconds at its end. */
  reserve(seconds: number): Budget {
    return new Budget(this.remaining - seconds, this.#now);
  }

  /** No limit, on the same clock. */
  unlimited(): Budget {
    return new Budget(Number.POSITIVE_INFINITY, this.#now);
  }

  /** Returns a function that gives the seconds since this call. */
  stopwatch(): () => number {
    const started = this.#now();
    return () => (this.#now() - started) / 1000;
  }
}
