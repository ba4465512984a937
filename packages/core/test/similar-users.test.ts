import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { similarUsers } from '../src/catalogue/users/similar-users.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { newProject, plantEvents, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const view = (userId: string, itemId: string, type = 'view') => ({ userId, itemId, type });
const seen = (userId: string, items: string) => [...items].map((itemId) => view(userId, itemId));

describe('similar users', () => {
  it('share what the user did: rare items more than those of everybody, best first', async () => {
    const projectId = await newProject(core);
    await sendEvents(core.context, projectId, [
      ...seen('me', 'abcz'),
      ...seen('twin', 'abcz'),
      ...seen('close', 'abz'),
      // Both share one item with me, and did one other thing; everybody has seen z.
      ...seen('rare', 'cy'),
      ...seen('common', 'zx'),
      ...seen('other', 'qz'),
      ...seen('third', 'rz'),
      ...seen('stranger', 'st'),
      // What was shown to a user is nothing that the user did.
      ...[...'abc'].map((itemId) => view('shown', itemId, 'impression')),
    ]);
    const { data } = await similarUsers(core.context, projectId, 'me', 10);
    expect(data.map(({ userId }) => userId)).toEqual(['twin', 'close', 'rare', 'common', 'other', 'third']);
    expect(data[0]?.score).toBeCloseTo(1);
    for (const [i, { score }] of data.entries()) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(data[i - 1]?.score ?? 1.000001);
    }
    expect((await similarUsers(core.context, projectId, 'me', 2)).data).toEqual(data.slice(0, 2));
  });

  it('have the score of the formula', async () => {
    const projectId = await newProject(core);
    await sendEvents(core.context, projectId, [...seen('me', 'ab'), ...seen('you', 'bc')]);
    const { data } = await similarUsers(core.context, projectId, 'me', 5);
    // Two users; a and c have one of them, b has both.
    const [one, both] = [Math.log(1 + 2 / 1) ** 2, Math.log(1 + 2 / 2) ** 2];
    expect(data).toEqual([{ userId: 'you', score: expect.closeTo(both / (one + both)) }]);
  });

  it('are of the same community', async () => {
    const projectId = await newProject(core);
    await plantEvents(core, projectId, 60, 40);
    for (const side of [0, 1]) {
      const { data } = await similarUsers(core.context, projectId, `u${side}`, 20);
      expect(data).toHaveLength(20);
      for (const { userId } of data) expect(Number(userId.slice(1)) % 2).toBe(side);
    }
  });

  it('of an unknown user, or one who did nothing, are none', async () => {
    const projectId = await newProject(core);
    await sendEvents(core.context, projectId, [...seen('a', 'xy'), ...seen('b', 'xy'), view('c', 'x', 'impression')]);
    for (const userId of ['nobody', 'c'])
      expect(await similarUsers(core.context, projectId, userId, 5)).toEqual({ data: [] });
  });
});
