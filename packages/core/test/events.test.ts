import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEvents } from '../src/events/list-events.ts';
import { sendEvents } from '../src/events/send-events.ts';
import { getProject } from '../src/projects/get-project.ts';
import { importFile, newProject, startCore, storedInteractions, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

const at = '2026-01-01T00:00:00.000Z';

describe('events', () => {
  it('with times are stored once when sent again; without times, each is a new row', async () => {
    const projectId = await newProject(core);
    const event = { userId: 'u', itemId: 'i', type: 'view', timestamp: at };
    for (let i = 0; i < 3; i++) await sendEvents(core.context, projectId, [event, event]);
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 1, interactions: 1 });
    await sendEvents(core.context, projectId, [{ ...event, value: 4.5 }]);
    const { data } = await listEvents(core.context, projectId, 'u', { limit: 10 });
    expect(data).toMatchObject([{ itemId: 'i', type: 'view', value: 4.5, timestamp: at }]);
  });

  it('with an event id are stored once, and two different ids with equal times are two rows', async () => {
    const projectId = await newProject(core);
    const event = { userId: 'u', itemId: 'i', type: 'purchase', timestamp: at };
    const two = [
      { ...event, eventId: 'order-1' },
      { ...event, eventId: 'order-2' },
    ];
    for (let i = 0; i < 3; i++)
      expect(await sendEvents(core.context, projectId, two)).toMatchObject({ accepted: 2, rejected: [] });
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 1, interactions: 2 });
    // The first one sent counts.
    await sendEvents(core.context, projectId, [{ ...event, eventId: 'order-1', value: 9, timestamp: undefined }]);
    const { data } = await listEvents(core.context, projectId, 'u', { limit: 10 });
    expect(data).toMatchObject([
      { itemId: 'i', type: 'purchase', value: null, timestamp: at },
      { itemId: 'i', type: 'purchase', value: null, timestamp: at },
    ]);
  });

  it('with event ids, sent by concurrent requests, are stored once each', async () => {
    const projectId = await newProject(core);
    const event = { userId: 'u', itemId: 'i', type: 'purchase', timestamp: at };
    const batches = Array.from({ length: 12 }, (_, batch) =>
      // Each id comes in two batches.
      Array.from({ length: 4 }, (_, i) => ({ ...event, eventId: `order-${(batch >> 1) * 4 + i}` })),
    );
    await Promise.all(batches.map((events) => sendEvents(core.context, projectId, events)));
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 1, interactions: 24 });
    expect(await storedInteractions(core, projectId)).toHaveLength(24);
  });

  it('are counted as they are stored', async () => {
    const projectId = await newProject(core);
    const events = Array.from({ length: 300 }, (_, i) => ({
      userId: `u${i % 70}`,
      itemId: `i${i % 11}`,
      type: 'view',
      timestamp: at,
    }));
    await Promise.all(
      Array.from({ length: 8 }, (_, part) =>
        sendEvents(core.context, projectId, events.slice(part * 30, part * 30 + 90)),
      ),
    );
    const stored = await storedInteractions(core, projectId);
    expect((await getProject(core.context, projectId)).counts).toEqual({
      items: 0,
      users: new Set(stored.map((row) => row.user_id)).size,
      interactions: stored.length,
    });
  });

  it('of the same users, sent by concurrent requests while a file of these users is imported, are all stored', async () => {
    const projectId = await newProject(core);
    const users = Array.from({ length: 400 }, (_, i) => `u${i}`);
    const batches = Array.from({ length: 24 }, (_, batch) =>
      (batch % 2 ? users : users.toReversed()).map((userId) => ({
        userId,
        itemId: `i${batch % 3}`,
        type: 'view',
        timestamp: at,
      })),
    );
    const rows = users.map((user) => `${user},i0,${at}`).join('\n');
    const importing = importFile(core, projectId, {
      kind: 'interactions',
      file: `user,item,at\n${rows}\n`,
      mapping: {
        columns: { user: { field: 'userId' }, item: { field: 'itemId' }, at: { field: 'timestamp' } },
        defaults: { type: 'view' },
      },
    });
    const sent = await Promise.all(batches.map((events) => sendEvents(core.context, projectId, events)));
    for (const { accepted } of sent) expect(accepted).toBe(400);
    expect((await importing).phase).toBe('applied');
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ users: 400, interactions: 1_200 });
  });

  it('with and without ids, sent by concurrent requests in opposite orders, do not deadlock', async () => {
    const deadlocks = async () =>
      (await core.owner.query('select deadlocks from pg_stat_database where datname = current_database()')).rows;
    const before = await deadlocks();
    const projectId = await newProject(core);
    const users = Array.from({ length: 40 }, (_, i) => `u${i}`);
    for (let round = 0; round < 40; round++) {
      const timestamp = new Date(1.7e12 + round * 1000).toISOString();
      const batch = (name: string, mine: number) =>
        users.map((userId, i) => {
          const event = { userId, itemId: 'i', type: 'view', timestamp };
          return i % 2 === mine ? event : { ...event, eventId: `${name}-${round}-${i}` };
        });
      // The rows that one request writes first are those that the other writes last.
      await Promise.all([
        sendEvents(core.context, projectId, batch('a', 0)),
        sendEvents(core.context, projectId, batch('b', 1).reverse()),
      ]);
    }
    expect(await deadlocks()).toEqual(before);
    const stored = await storedInteractions(core, projectId);
    expect((await getProject(core.context, projectId)).counts).toMatchObject({ interactions: stored.length });
    for (const user of users) expect(stored.filter((row) => row.user_id === user).length).toBeGreaterThanOrEqual(40);
  });

  it('are stored after a deadlock with another transaction', async () => {
    const projectId = await newProject(core);
    const event = (userId: string, timestamp: string, value: number) => ({
      userId,
      itemId: 'i',
      type: 'view',
      timestamp,
      value,
    });
    const later = '2026-01-02T00:00:00.000Z';
    await sendEvents(core.context, projectId, [event('a', at, 1), event('b', later, 1)]);
    // The other process finds the deadlock first, and is rolled back.
    await core.owner.query(`set deadlock_timeout = '1min'`);
    await core.owner.query('begin');
    await core.owner.query(
      `update interactions set value = 2 where occurred_at = $2
       and project_number = (select number from projects where id = $1)`,
      [projectId, later],
    );
    const sending = sendEvents(core.context, projectId, [event('a', later, 3), event('b', later, 3)]);
    const waiting = 'select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))';
    while (!(await core.owner.query(waiting)).rowCount) await new Promise((resolve) => setTimeout(resolve, 10));
    await core.owner.query(
      `insert into interactions (project_number, user_number, occurred_at, item_number, type_number, value)
       select project_number, user_number, $2, item_number, type_number, 2 from interactions where occurred_at = $3
       and project_number = (select number from projects where id = $1)`,
      [projectId, later, at],
    );
    await core.owner.query('commit');
    expect(await sending).toMatchObject({ accepted: 2 });
    expect((await storedInteractions(core, projectId)).map(({ value }) => value)).toEqual([1, 3, 3]);
  });

  it('of another tenant cannot be sent or seen', async () => {
    const projectId = await newProject(core);
    const other = { ...core.context, workspaceId: 'wsp_other' };
    const event = { userId: 'u', itemId: 'i', type: 'view' };
    await expect(sendEvents(other, projectId, [event])).rejects.toMatchObject({ code: 'not-found' });
    await expect(listEvents(other, projectId, 'u', { limit: 10 })).rejects.toMatchObject({ code: 'not-found' });
  });
});
