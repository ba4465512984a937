import { trainingEventSchema } from '@curio/contracts';
import { describe, expect, it } from 'vitest';
import { describeEvent } from '../src/models/report/describe-event.ts';
import { describeSegment } from '../src/models/report/describe-segment.ts';

describe('a training report in words', () => {
  it.each([
    [
      { type: 'dataset', users: 1200, items: 1, interactions: 600 },
      '1,200 users, 1 item and 600 pairs of them (50 % of all possible pairs).',
    ],
    [{ type: 'requested', algorithm: 'ials' }, 'Matrix factorisation was requested.'],
    [
      { type: 'validation', split: 'temporal', users: 21 },
      'To compare models, the newest one or two interactions of 21 users were set aside as validation rows.',
    ],
    [
      { type: 'not-comparable', users: 1 },
      'Models were not compared: only 1 user had interactions that could be held out.',
    ],
    [{ type: 'skipped', algorithm: 'ease', reason: 'memory' }, 'EASE was not tried: it exceeds the memory limit.'],
    [
      { type: 'skipped', algorithm: 'ease', reason: 'data', unmet: { quantity: 'items', found: 20_000, max: 12_000 } },
      'EASE was not tried: it needs at most 12,000 items with interactions, and there are 20,000.',
    ],
    [
      { type: 'stopped', algorithm: 'ncf', reason: 'time' },
      'Neural collaborative filtering was stopped: it took too long.',
    ],
    [
      { type: 'failed', algorithm: 'ials', settings: 'all', detail: 'Not finite.' },
      'Matrix factorisation was dropped: Not finite.',
    ],
    [{ type: 'tried', algorithm: 'ease', 'ndcg@10': 0.12345 }, 'EASE reached NDCG@10 0.1235 on the validation rows.'],
    [
      {
        type: 'blended',
        members: [
          { algorithm: 'ease', weight: 1 },
          { algorithm: 'content', weight: 0.02 },
        ],
        'ndcg@10': 0.2,
      },
      'An ensemble of EASE (weight 1) and Content (weight 0.02) ranked best on the validation rows: NDCG@10 0.2000.',
    ],
    [{ type: 'default-weights', users: 3 }, 'Only 3 users had validation rows, so the ensemble has default weights.'],
    [
      { type: 'chosen', algorithm: 'popular', reason: 'needs-no-time' },
      'Popular was chosen: it takes neither time nor memory.',
    ],
    [
      { type: 'cold-start', items: 30, algorithms: ['content', 'ials'] },
      '30 new items without interactions can be recommended, by Content and Matrix factorisation.',
    ],
    [
      { type: 'no-cold-start', items: 1, reason: 'time' },
      '1 new item without interactions cannot be recommended: the time did not suffice for the content model.',
    ],
    [
      { type: 'incumbent-not-refitted', version: 3, reason: 'memory' },
      'Version 3 was not refitted for the comparison: it exceeds the memory limit. Its metrics are from the time of its training.',
    ],
    [
      { type: 'not-refitted', reason: 'time' },
      "The time was up before the last fit: each user's held-out interactions are not in the model.",
    ],
    [
      { type: 'tensors', backend: 'kernels', detail: null },
      'Trained with the WebAssembly kernels on the CPU, without TensorFlow.js.',
    ],
    [
      { type: 'tensors', backend: 'wasm', detail: 'It did not load.' },
      'TensorFlow.js ran on its wasm backend. It did not load.',
    ],
  ])('%o', (event, words) => {
    expect(describeEvent(trainingEventSchema.parse(event))).toBe(words);
  });

  it('names segments by their bounds', () => {
    expect(describeSegment({ by: 'history-length', min: 1, max: 5 })).toBe('History of 1 to 5 items');
    expect(describeSegment({ by: 'history-length', min: 21, max: null })).toBe('History of more than 20 items');
    expect(describeSegment({ by: 'held-out-item-users', min: 0, max: 0 })).toBe(
      'Held-out item without other interactions',
    );
    expect(describeSegment({ by: 'held-out-item-users', min: 6, max: null })).toBe(
      'Held-out item with more than 5 users',
    );
  });
});
