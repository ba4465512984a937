import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteUser } from '../src/catalogue/users/delete-user.ts';
import { getUser } from '../src/catalogue/users/get-user.ts';
import { patchUser } from '../src/catalogue/users/patch-user.ts';
import { putUser } from '../src/catalogue/users/put-user.ts';
import { putUsers } from '../src/catalogue/users/put-users.ts';
import { deleteEvents } from '../src/events/delete-events.ts';
import { listEvents } from '../src/events/list-events.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { readSnapshot } from '../src/models/training/read-snapshot.ts';
import { getProject } from '../src/projects/get-project.ts';
import { changesOf, newProject, startCore, storedInteractions, type TestCore } from './start-core.ts';

let core: TestCore;
let projectId: string;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const none = () => {};
const counts = async () => (await getProject(core.context, projectId)).counts;
const forget = (userId: string) => deleteUser(core.context, projectId, userId, none);
const event = (userId: string, itemId: string, more = {}) => ({ userId, itemId, type: 'view', ...more });
const send = (...events: object[]) => sendEvents(core.context, projectId, events);

describe('a user', () => {
  it('is made, changed, replaced and read with what the user did', async () => {
    projectId = await newProject(core);
    const put = (custom: Record<string, unknown>) => putUser(core.context, projectId, 'u', { custom }, none);
    const home = { lat: 52.5, lon: 13.4 };
    expect(await put({ taste: 'Crime', home })).toEqual({
      user: { userId: 'u', custom: { taste: 'Crime', home } },
      created: true,
    });
    await send(event('u', 'i', { timestamp: '2026-01-01T00:00:00Z' }));
    const patched = await patchUser(core.context, projectId, 'u', { custom: { taste: 'Drama', age: 30 } }, none);
    expect(patched).toEqual({ userId: 'u', custom: { taste: 'Drama', age: 30, home } });
    const activity = { interactions: 1, lastInteractionAt: '2026-01-01T00:00:00.000Z' };
    expect(await getUser(core.context, projectId, 'u')).toEqual({ ...patched, ...activity });
    expect(await put({ taste: 'Poetry', home: null })).toMatchObject({
      created: false,
      user: { custom: { taste: 'Poetry' } },
    });
    expect(await getUser(core.context, projectId, 'u')).toEqual({
      userId: 'u',
      custom: { taste: 'Poetry' },
      ...activity,
    });
    await expect(put({ taste: 5 })).rejects.toMatchObject({ inputs: [{ pointer: '/custom/taste' }] });
    expect(await counts()).toEqual({ items: 0, users: 1, interactions: 1 });
  });

  it('that is not there is neither read nor changed', async () => {
    projectId = await newProject(core);
    await expect(getUser(core.context, projectId, 'x')).rejects.toMatchObject({ code: 'not-found' });
    await expect(patchUser(core.context, projectId, 'x', {}, none)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is one of many that are stored row by row', async () => {
    projectId = await newProject(core);
    const rows = [
      { userId: 'a', custom: { taste: 'Crime' } },
      { taste: 1 },
      { userId: 'b' },
      { userId: 'c', custom: [] },
    ];
    const result = await putUsers(core.context, projectId, rows, none);
    expect([result.accepted, result.rejected.map(({ index }) => index)]).toEqual([2, [1, 3]]);
    expect((await counts()).users).toBe(2);
    expect((await changesOf(core, projectId)).at(-1)).toEqual(['u', ['a', 'b']]);
  });
});

describe('events of a user', () => {
  it('are deleted, and the user stays', async () => {
    projectId = await newProject(core);
    await send(event('u', 'i'), event('u', 'j', { eventId: '1' }), event('v', 'i'));
    await putUser(core.context, projectId, 'u', { custom: { taste: 'Crime' } }, none);
    for (let i = 0; i < 2; i++) await deleteEvents(core.context, projectId, 'u', none);
    await deleteEvents(core.context, projectId, 'nobody', none);
    expect((await listEvents(core.context, projectId, 'u', { limit: 10 })).data).toEqual([]);
    expect(await getUser(core.context, projectId, 'u')).toMatchObject({ custom: { taste: 'Crime' }, interactions: 0 });
    expect(await counts()).toMatchObject({ users: 2, interactions: 1 });
    // The id of a deleted event is free.
    expect(await send(event('u', 'j', { eventId: '1' }))).toMatchObject({ accepted: 1 });
    expect(await counts()).toMatchObject({ users: 2, interactions: 2 });
  });
});

describe('a forgotten user', () => {
  /** Every text of every table in which the id could be. */
  const traces = async (userId: string) => {
    const found: string[] = [];
    for (const table of ['users', 'id_numbers', 'interactions', 'event_details', 'insight_counts', 'items']) {
      const { rowCount } = await core.owner.query(`select from ${table} t where t::text like $1`, [`%${userId}%`]);
      if (rowCount) found.push(table);
    }
    return found;
  };

  it('leaves no row, no id and nothing for the next training', async () => {
    projectId = await newProject(core);
    await putUser(core.context, projectId, 'someone-special', { custom: { taste: 'Crime' } }, none);
    await send(event('someone-special', 'i'), event('someone-special', 'j', { eventId: '1' }), event('other', 'i'));
    expect(await traces('someone-special')).toEqual(['users', 'id_numbers']);
    for (let i = 0; i < 2; i++) await forget('someone-special');
    await forget('nobody');
    expect(await traces('someone-special')).toEqual([]);
    expect(await counts()).toEqual({ items: 0, users: 1, interactions: 1 });
    expect((await storedInteractions(core, projectId)).map((row) => row.user_id)).toEqual(['other']);
    const signal = new AbortController().signal;
    const { snapshot } = await readSnapshot(core.services.db, core.context, projectId, signal);
    expect(snapshot).toMatchObject({ users: 0, interactions: 1 });
    expect((await changesOf(core, projectId)).slice(-1)).toEqual([['u', ['nobody']]]);
  });

  it('who comes back is a new one', async () => {
    projectId = await newProject(core);
    await send(event('u', 'i'));
    await forget('u');
    await send(event('u', 'j'));
    expect((await storedInteractions(core, projectId)).map((row) => [row.user_id, row.item_id])).toEqual([['u', 'j']]);
  });

  it('is forgotten as well while events of theirs arrive: what is kept came afterwards', async () => {
    projectId = await newProject(core);
    for (let round = 0; round < 10; round++) {
      await send(event('u', `before${round}`));
      await Promise.all([
        ...Array.from({ length: 4 }, (_, i) => send(event('u', `i${i}`), event(`other${i}`, `i${round}`))),
        forget('u'),
        ...Array.from({ length: 4 }, (_, i) => send(event('u', `j${i}`, { eventId: `${round}/${i}` }))),
      ]);
      const stored = await storedInteractions(core, projectId);
      expect(stored.filter((row) => row.user_id.startsWith('forgotten'))).toEqual([]);
      expect(stored.filter((row) => row.item_id.startsWith('before'))).toEqual([]);
      expect(await counts()).toMatchObject({ interactions: stored.length });
      const users = new Set(stored.map((row) => row.user_id)).size;
      expect((await counts()).users).toBe(users);
    }
  });
});
