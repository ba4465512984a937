import type { RateLimit } from '@curio/contracts';
import type { Logger } from 'pino';
import type { SharedCounter } from './shared-counter.ts';

/** Processes take this part of a limit at a time: a request needs no statement while its process has tokens. */
const leasePart = 1 / 500;
/** Near its end, the rest of a window is leased in parts of this size, so that no process keeps what another one needs. */
const restPart = 1 / 64;
/** Part of a limit that may be exceeded, for tokens which idle processes hold. */
const slackPart = 1 / 200;

/**
 * The requests that one process may still answer under a limit that it shares with others: tokens, leased from the
 * shared counter before they are needed. Limits of less than 1,000 requests per window are exact; above, at most 0.5 % too many
 * pass, and none is refused too early as long as up to three processes share the limit.
 */
export class Allowance {
  readonly limit: number;
  readonly windowSeconds: number;
  /** RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers-10. */
  readonly policyHeader: string;
  private readonly id: string;
  private readonly counter: SharedCounter;
  private readonly log: Logger;
  private readonly leaseSize: number;
  private readonly slack: number;
  /** Below zero: used before the lease that is under way has arrived. */
  private tokens = 0;
  /** Points of the window that no process had leased, when this process leased last. */
  private unleased: number;
  private windowEnd = 0;
  private exhausted = false;
  private waiting = 0;
  private leasing: Promise<void> | undefined;

  constructor(id: string, { limit, windowSeconds }: RateLimit, counter: SharedCounter, log: Logger) {
    this.id = id;
    this.limit = limit;
    this.windowSeconds = windowSeconds;
    this.counter = counter;
    this.log = log;
    this.policyHeader = `"default";q=${limit};w=${windowSeconds}`;
    this.leaseSize = Math.max(1, Math.floor(limit * leasePart));
    this.slack = this.leaseSize > 1 ? Math.floor(limit * slackPart) : 0;
    this.unleased = limit + this.slack;
  }

  /** Whether one more request may pass; a promise only where this process has no token in hand. */
  take(now: number): boolean | Promise<boolean> {
    if (now >= this.windowEnd) this.beginWindow(now);
    if (this.exhausted && this.tokens <= 0) return false;
    if (this.tokens > this.overdraft()) {
      this.tokens--;
      if (this.leaseSize > 1 && this.tokens < this.leaseSize / 2 && !this.exhausted) void this.lease();
      return true;
    }
    return this.wait();
  }

  /** The header RateLimit: how many requests are left, and the seconds until there are more. */
  header(now: number): string {
    return `"default";r=${Math.max(0, Math.min(this.limit, this.unleased - this.slack + this.tokens))};t=${this.resetSeconds(now)}`;
  }

  resetSeconds(now: number): number {
    return Math.max(1, Math.ceil((this.windowEnd - now) / 1000));
  }

  private beginWindow(now: number): void {
    this.tokens = 0;
    this.unleased = this.limit + this.slack;
    this.exhausted = false;
    // Until the first lease says when it ends.
    this.windowEnd = now + this.windowSeconds * 1000;
  }

  /** Large limits do not wait for their first lease of a window: it then pays for what was used meanwhile. */
  private overdraft(): number {
    return this.leaseSize > 1 && this.unleased > this.limit / 2 ? -this.leaseSize : 0;
  }

  private async wait(): Promise<boolean> {
    this.waiting++;
    try {
      while (this.tokens <= 0 && !this.exhausted) await this.lease();
      if (this.tokens <= 0) return false;
      this.tokens--;
      return true;
    } finally {
      this.waiting--;
    }
  }

  private lease(): Promise<void> {
    this.leasing ??= this.leaseNow().finally(() => {
      this.leasing = undefined;
    });
    return this.leasing;
  }

  private async leaseNow(): Promise<void> {
    const wanted = Math.max(1, Math.min(this.leaseSize, Math.floor(this.unleased * restPart)));
    const points = Math.max(wanted, this.waiting) + Math.max(0, -this.tokens);
    try {
      const { points: leased, msBeforeNext } = await this.counter.consume(this.id, points, this.windowSeconds);
      const rest = this.limit + this.slack - leased;
      this.tokens += Math.max(0, points + Math.min(0, rest));
      this.unleased = Math.max(0, rest);
      this.exhausted = rest < 0;
      this.windowEnd = Date.now() + msBeforeNext;
    } catch (error) {
      // Neither Postgres nor this process could count: the request passes.
      this.log.error({ err: error }, 'rate limit not counted');
      this.tokens += points;
    }
  }
}
