import type { TrainingEvent } from '@curio/contracts/training-report';

/** What happened during a training, as typed events; core puts them into words. An event equal to an earlier one is dropped. */
export class Report {
  readonly events: TrainingEvent[] = [];
  readonly #seen = new Set<string>();

  add(event: TrainingEvent): void {
    const text = JSON.stringify(event);
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    this.events.push(event);
  }
}
