import type { EventInput } from '@curio/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEventGatherer } from '../src/events/gather-events.ts';
import type { Context } from '../src/platform/context.ts';
import { getProject } from '../src/projects/get-project.ts';
import { changesOf, newProject, startCore, storedInteractions, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const gatherer = createEventGatherer();
const event = (i: number): EventInput => ({ userId: `u${i % 50}`, itemId: `i${i}`, type: 'view' });
const send = (projectId: string, input: EventInput, context: Context = core.context) =>
  gatherer.send(context, projectId, input, () => {});

describe('single events', () => {
  it('of concurrent requests are stored together, each answered after its commit', async () => {
    const projectId = await newProject(core);
    const applied: string[] = [];
    const stored = Array.from({ length: 1_500 }, async (_, i) => {
      const answer = await gatherer.send(core.context, projectId, event(i), (_kind, ids) => void applied.push(...ids));
      expect(answer).toEqual({ accepted: 1, rejected: [] });
      expect(applied).toContain(`u${i % 50}`);
    });
    await stored[700];
    expect((await storedInteractions(core, projectId)).map((row) => row.item_id)).toContain('i700');
    await Promise.all(stored);
    expect((await getProject(core.context, projectId)).counts).toEqual({ items: 0, users: 50, interactions: 1_500 });
    // One change for all users of a batch.
    const changes = await changesOf(core, projectId);
    expect(changes.length).toBeLessThan(20);
    for (const [kind, ids] of changes) expect([kind, new Set(ids).size]).toEqual(['u', ids.length]);
  });

  it('with one id, sent by concurrent requests, are stored once', async () => {
    const projectId = await newProject(core);
    const sent = Array.from({ length: 40 }, (_, i) => send(projectId, { ...event(7), eventId: `e${i % 4}` }));
    await Promise.all(sent);
    expect(await storedInteractions(core, projectId)).toHaveLength(4);
  });

  it('that cannot be stored fail alone', async () => {
    const projectId = await newProject(core);
    await send(projectId, event(0));
    // A project with as many types as there are numbers for them takes no new one.
    await core.owner.query(
      `update last_numbers set last = 32767 where kind = 't'
       and project_number = (select number from projects where id = $1)`,
      [projectId],
    );
    const answers = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        send(projectId, { ...event(i), ...(i === 11 ? { type: 'one too many' } : {}) }),
      ),
    );
    expect(answers.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
    expect(answers[11]).toMatchObject({ reason: { code: 'invalid-input' } });
    expect((await getProject(core.context, projectId)).counts.interactions).toBe(30);
  });

  it('are refused without the scope, and for a project of another workspace or none, each to its own caller', async () => {
    const projectId = await newProject(core);
    const key = (scopes: 'recommend' | 'events:write', projectIds: string[] | null): Context => ({
      ...core.context,
      actor: { kind: 'key', id: 'key', scopes: [scopes], projectIds },
    });
    const answers = await Promise.allSettled([
      send(projectId, event(1), key('events:write', [projectId])),
      send(projectId, event(2), key('recommend', null)),
      send(projectId, event(3), key('events:write', ['prj_other'])),
      send(projectId, event(4), { ...core.context, workspaceId: 'wsp_other' }),
      send('prj_none', event(5)),
      send(projectId, event(6), key('events:write', null)),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? 'stored' : answer.reason.code))).toEqual([
      'stored',
      'forbidden',
      'not-found',
      'not-found',
      'not-found',
      'stored',
    ]);
    expect((await storedInteractions(core, projectId)).map((row) => row.item_id)).toEqual(['i1', 'i6']);
  });

  it('of one project beyond the bound are refused, and do not keep out those of another', async () => {
    const [busy, quiet] = [await newProject(core), await newProject(core)];
    const many = Promise.allSettled(Array.from({ length: 6_000 }, (_, i) => send(busy, event(i))));
    expect(await send(quiet, event(1))).toEqual({ accepted: 1, rejected: [] });
    const answers = await many;
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(1_000);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'unavailable' });
    expect((await getProject(core.context, busy)).counts.interactions).toBe(5_000);
  });
});
