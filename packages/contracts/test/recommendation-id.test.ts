import { describe, expect, it } from 'vitest';
import { newRecommendationId, parseRecommendationId } from '../src/recommendation-id.ts';

describe('the id of a recommendation', () => {
  it('carries the version and the placement, where there are any', () => {
    for (const origin of [{}, { version: 3 }, { placement: 'home' }, { version: 12, placement: 'a-b_0' }]) {
      const id = newRecommendationId(origin);
      expect(id).toMatch(/^rec_[0-9A-Za-z]{20}(\.|$)/);
      expect(id.length).toBeLessThanOrEqual(200);
      expect(parseRecommendationId(id)).toEqual(origin);
    }
  });

  it('is not any other text', () => {
    for (const text of [
      '',
      'rec_1',
      'of-another-system',
      `${newRecommendationId()}.v0`,
      `${newRecommendationId()}.pHome`,
    ])
      expect(parseRecommendationId(text), text).toBeUndefined();
  });
});
