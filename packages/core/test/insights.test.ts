import { newRecommendationId } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../src/events/send-events.ts';
import { listInsights } from '../src/insights/list-insights.ts';
import { newProject, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const send = (...events: object[]) => sendEvents(core.context, projectId, events);
const insights = async (query: { placement?: string; from?: string; to?: string } = {}) =>
  (await listInsights(core.context, projectId, { limit: 1000, ...query })).data;
const home = newRecommendationId({ version: 3, placement: 'home' });
const event = (type: string, itemId: string, more = {}) => ({
  userId: 'u',
  itemId,
  type,
  recommendationId: home,
  timestamp: '2026-11-21T23:30:00Z',
  ...more,
});
const day = { placement: 'home', version: 3, day: '2026-11-21', impressions: 0, clicks: 0, conversions: 0 };

describe('insights', () => {
  it('count impressions, clicks and conversions by placement, version and day of the event in UTC', async () => {
    projectId = await newProject(core);
    const bare = newRecommendationId();
    await send(
      ...['a', 'b', 'c'].map((item) => event('impression', item)),
      event('impression', 'd', { eventId: 'shown-1' }),
      event('click', 'a'),
      event('convert', 'a', { timestamp: '2026-11-21T23:30:00-02:00' }),
      event('impression', 'a', {
        recommendationId: newRecommendationId({ version: 4, placement: 'home' }),
        timestamp: '2026-11-21T10:00:00Z',
      }),
      event('click', 'a', { recommendationId: bare, timestamp: '2026-11-20T10:00:00Z' }),
      // These do not count: of another type, or not of a recommendation.
      event('purchase', 'a'),
      event('click', 'b', { recommendationId: undefined }),
      event('click', 'c', { recommendationId: 'of-another-system' }),
    );
    expect(await insights()).toEqual([
      { ...day, day: '2026-11-22', conversions: 1 },
      { ...day, version: 4, impressions: 1 },
      { ...day, impressions: 4, clicks: 1 },
      { ...day, placement: '', version: null, day: '2026-11-20', clicks: 1 },
    ]);
    expect(await insights({ placement: 'home', from: '2026-11-21', to: '2026-11-21' })).toHaveLength(2);
    expect(await insights({ placement: '' })).toHaveLength(1);
    expect(await insights({ placement: 'shelf' })).toEqual([]);
    expect(await insights({ to: '2026-11-19' })).toEqual([]);
  });

  it('count an event that is sent again once, whether or not it has an id', async () => {
    projectId = await newProject(core);
    const batch = [event('click', 'a'), event('click', 'a'), event('click', 'b', { eventId: '1' })];
    await Promise.all(Array.from({ length: 6 }, () => send(...batch)));
    expect(await insights()).toEqual([{ ...day, clicks: 2 }]);
  });

  it('of concurrent batches are exact, in whatever order these are', async () => {
    projectId = await newProject(core);
    const recommendations = Array.from({ length: 8 }, (_, i) =>
      newRecommendationId({ version: 1 + (i % 2), placement: `p${i % 4}` }),
    );
    await Promise.all(
      Array.from({ length: 12 }, (_, batch) => {
        const events = recommendations.map((recommendationId, i) =>
          event('impression', `${batch}/${i}`, { recommendationId, ...(i % 3 ? {} : { eventId: `${batch}/${i}` }) }),
        );
        return send(...(batch % 2 ? events : events.reverse()));
      }),
    );
    const counted = await insights();
    expect(counted).toHaveLength(4);
    for (const row of counted) expect(row.impressions).toBe(24);
  });

  it('are paged without a repeat or a gap', async () => {
    projectId = await newProject(core);
    await send(
      ...Array.from({ length: 7 }, (_, i) =>
        event('click', `i${i}`, {
          timestamp: `2026-01-0${1 + (i % 3)}T00:00:00Z`,
          recommendationId: newRecommendationId({ version: i + 1 }),
        }),
      ),
    );
    const all = await insights();
    const seen = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listInsights(core.context, projectId, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
    expect(all).toHaveLength(7);
  });
});
