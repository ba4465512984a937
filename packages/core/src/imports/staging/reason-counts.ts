import type { RowsByReason } from '@curio/contracts';
import type { Rejection } from '@curio/csv';

const reasonsShown = 20;

/** Counts rows or cells by column and code; the first of a group gives the sentence. */
export class ReasonCounts {
  readonly #reasons = new Map<string, RowsByReason>();
  #total = 0;

  add({ code, column, reason, line }: Omit<Rejection, 'ok'>): void {
    this.#total++;
    const key = `${code}\n${column ?? ''}`;
    const known = this.#reasons.get(key);
    if (known) {
      known.rows++;
      known.firstLine = Math.min(known.firstLine, line);
    } else {
      this.#reasons.set(key, {
        // The line is shown in a separate column.
        reason: reason.replace(/^Line \d+: (.)/, (_, first: string) => first.toUpperCase()),
        code,
        column: column ?? null,
        rows: 1,
        firstLine: line,
      });
    }
  }

  get total(): number {
    return this.#total;
  }

  mostFrequent(): RowsByReason[] {
    return [...this.#reasons.values()].sort((a, b) => b.rows - a.rows).slice(0, reasonsShown);
  }
}
