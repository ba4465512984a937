import type { EventInput, SendEventsResult } from '@curio/contracts';
import { authorise, mayReach } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError, notFound } from '../platform/errors.ts';
import type { ApplyChange } from '../platform/write-rows.ts';
import type { TimedEvent } from './event-rows.ts';
import { storeBatch } from './store-batch.ts';

/** Stores single events of many requests in one transaction: most of the cost of one event is its commit. */
export interface EventGatherer {
  /** Answers when the event is committed. */
  send(context: Context, projectId: string, event: EventInput, apply: ApplyChange): Promise<SendEventsResult>;
}

/** How long the first event of a batch waits for others. While a batch of the project is stored, the next one fills. */
const gatherMs = 2;
const maxBatch = 500;
/** Batches that are stored at a time, of different projects: connections are left for other requests. */
const maxBatches = 4;
const maxWaitingOfProject = 5_000;
const maxWaiting = 20_000;

interface Waiting {
  event: TimedEvent;
  resolve(): void;
  reject(error: unknown): void;
}

/** The events of one project that wait. */
interface Line {
  /** Of the first request; all of them were authorised for the project. */
  context: Context;
  projectId: string;
  apply: ApplyChange;
  waiting: Waiting[];
}

const taken: SendEventsResult = { accepted: 1, rejected: [] };

/** Projects take turns, each with one batch, so that a project with many events does not hold up the others. */
export function createEventGatherer(): EventGatherer {
  const lines = new Map<string, Line>();
  /** In the order of their turns: lines with events that are not being stored. */
  const ready: Line[] = [];
  let storing = 0;
  let waiting = 0;

  function storeNext(): void {
    while (storing < maxBatches) {
      const line = ready.shift();
      if (!line) return;
      void storeBatchOf(line);
    }
  }

  async function storeBatchOf(line: Line): Promise<void> {
    const batch = line.waiting.splice(0, maxBatch);
    storing++;
    await storeAll(line, batch);
    storing--;
    waiting -= batch.length;
    if (line.waiting.length > 0) ready.push(line);
    else lines.delete(keyOf(line.context, line.projectId));
    storeNext();
  }

  function lineOf(context: Context, projectId: string, apply: ApplyChange): Line {
    const key = keyOf(context, projectId);
    const known = lines.get(key);
    if (known) return known;
    const line: Line = { context, projectId, apply, waiting: [] };
    lines.set(key, line);
    setTimeout(() => {
      ready.push(line);
      storeNext();
    }, gatherMs);
    return line;
  }

  return {
    async send(context, projectId, event, apply) {
      const timestamp = event.timestamp ?? new Date().toISOString();
      authorise(context, 'events:write');
      if (!mayReach(context, projectId)) throw notFound('project');
      const wait = context.usage.requireQuota(context.workspaceId, 'events', 1);
      if (wait) await wait;
      const ofProject = lines.get(keyOf(context, projectId))?.waiting.length ?? 0;
      if (waiting >= maxWaiting || ofProject >= maxWaitingOfProject)
        throw new CurioError('unavailable', 'More events arrive than can be stored. Try again shortly.');
      const line = lineOf(context, projectId, apply);
      waiting++;
      await new Promise<void>((resolve, reject) =>
        line.waiting.push({ event: { ...event, timestamp }, resolve, reject }),
      );
      return taken;
    },
  };
}

const keyOf = (context: Context, projectId: string) => `${context.workspaceId}/${projectId}`;

/** Never throws. An event that Postgres refuses fails alone: the batch is stored again event by event. */
async function storeAll({ context, projectId, apply }: Line, batch: readonly Waiting[]): Promise<void> {
  try {
    await storeBatch(
      context,
      projectId,
      batch.map(({ event }) => event),
      apply,
    );
    for (const { resolve } of batch) resolve();
  } catch (error) {
    if (batch.length === 1 || !isCausedByOne(error)) for (const { reject } of batch) reject(error);
    else for (const one of batch) await storeAll({ context, projectId, apply, waiting: [] }, [one]);
  }
}

/** Whether one event of a batch is refused, by Curio or by Postgres (SQLSTATE class 22: data exception). */
function isCausedByOne(error: unknown): boolean {
  if (error instanceof CurioError) return error.code === 'invalid-input';
  return error instanceof Error && 'code' in error && String(error.code).startsWith('22');
}
