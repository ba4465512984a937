import type { TrainingEvent, UnmetNeed } from '@curio/contracts';
import { algorithmLabels } from '@curio/engine/algorithms';

/** An event of a training's report as a sentence for the project's owner. */
export function describeEvent(event: TrainingEvent): string {
  switch (event.type) {
    case 'dataset':
      return describeDataset(event);
    case 'requested':
      return `${labelOf(event.algorithm)} was requested.`;
    case 'validation': {
      const rows =
        event.split === 'temporal' ? 'the newest one or two interactions' : 'every fifth interaction, at random,';
      return `To compare models, ${rows} of ${plural(event.users, 'user')} were set aside as validation rows.`;
    }
    case 'not-comparable':
      return `Models were not compared: only ${plural(event.users, 'user')} had interactions that could be held out.`;
    case 'skipped':
      return `${labelOf(event.algorithm)} was not tried: ${describeSkip(event)}.`;
    case 'stopped':
      return `${labelOf(event.algorithm)} was stopped: it took too long.`;
    case 'failed':
      return event.settings === 'some'
        ? `${labelOf(event.algorithm)} failed with some settings, which were dropped: ${event.detail}`
        : `${labelOf(event.algorithm)} was dropped: ${event.detail}`;
    case 'tried':
      return `${labelOf(event.algorithm)} reached NDCG@10 ${event['ndcg@10'].toFixed(4)} on the validation rows.`;
    case 'blended': {
      const figure = event['ndcg@10'];
      const result = figure === null ? '' : `: NDCG@10 ${figure.toFixed(4)}`;
      return `An ensemble of ${describeMembers(event.members)} ranked best on the validation rows${result}.`;
    }
    case 'default-weights':
      return `Only ${plural(event.users, 'user')} had validation rows, so the ensemble has default weights.`;
    case 'chosen':
      return `${labelOf(event.algorithm)} was chosen: ${chosenReasons[event.reason]}.`;
    case 'cold-start':
      return `${plural(event.items, 'new item')} without interactions can be recommended, by ${list(event.algorithms.map(labelOf))}.`;
    case 'no-cold-start':
      return `${plural(event.items, 'new item')} without interactions cannot be recommended: ${coldStartReasons[event.reason]}.`;
    case 'incumbent-not-refitted':
      return `Version ${event.version} was not refitted for the comparison: ${incumbentReasons[event.reason]}. Its metrics are from the time of its training.`;
    case 'not-refitted':
      return event.reason === 'time'
        ? "The time was up before the last fit: each user's held-out interactions are not in the model."
        : "The last fit failed: each user's held-out interactions are not in the model.";
    case 'tensors': {
      if (event.backend === 'kernels') return 'Trained with the WebAssembly kernels on the CPU, without TensorFlow.js.';
      const detail = event.detail ? ` ${event.detail}` : '';
      return `TensorFlow.js ran on its ${event.backend} backend.${detail}`;
    }
  }
}

const chosenReasons = {
  best: 'no ensemble ranked better',
  'needs-no-interactions': 'it needs no interactions',
  'needs-no-time': 'it takes neither time nor memory',
};

const coldStartReasons = {
  memory: 'the content model exceeds the memory limit',
  time: 'the time did not suffice for the content model',
  failed: 'the content model could not be fitted',
};

const incumbentReasons = {
  time: 'the time did not suffice',
  memory: 'it exceeds the memory limit',
  data: 'it cannot be fitted to this data',
  failed: 'the fit failed',
};

const labelOf = (algorithm: string): string => algorithmLabels[algorithm] ?? algorithm;

const formatted = (count: number): string => count.toLocaleString('en');

const plural = (count: number, noun: string): string => `${formatted(count)} ${noun}${count === 1 ? '' : 's'}`;

const list = (words: string[]): string => new Intl.ListFormat('en').format(words);

const describeMembers = (members: { algorithm: string; weight: number }[]): string =>
  list(members.map(({ algorithm, weight }) => `${labelOf(algorithm)} (weight ${weight})`));

function describeDataset({ users, items, interactions }: { users: number; items: number; interactions: number }) {
  const density = users * items > 0 ? (100 * interactions) / (users * items) : 0;
  const pairs = `${plural(interactions, 'pair')} of them (${Number(density.toPrecision(2))} % of all possible pairs)`;
  return `${plural(users, 'user')}, ${plural(items, 'item')} and ${pairs}.`;
}

function describeSkip(event: { reason: 'memory' | 'time' | 'data'; unmet?: UnmetNeed | undefined }): string {
  if (event.reason === 'memory') return 'it exceeds the memory limit';
  if (event.reason === 'time' || !event.unmet) return 'it would take too long';
  const { quantity, found, min, max } = event.unmet;
  const bound = min === undefined ? `at most ${formatted(max ?? 0)}` : `at least ${formatted(min)}`;
  return `it needs ${bound} ${quantityNames[quantity]}, and there are ${formatted(found)}`;
}

const quantityNames: Record<UnmetNeed['quantity'], string> = {
  interactions: 'positive interactions',
  users: 'users with interactions',
  items: 'items with interactions',
  'described-items': 'items with distinguishing features (title, categories, tags …)',
};
