import type { JobName } from '@curio/contracts';
import type { Queue } from 'pg-boss';

export const deadLetterQueue = 'dead-letter';

// A worker that was killed misses its heartbeat, and another takes the job over: within 30 s in all. A job that brings
// its worker down three times goes to the dead-letter queue, whose handler marks its row as failed.
const longRunning = {
  notify: true,
  heartbeatSeconds: 10,
  expireInSeconds: 24 * 3600 - 1,
  retryLimit: 2,
  retryDelay: 1,
  deadLetter: deadLetterQueue,
};

/** In the order of creation: a dead-letter queue stands before those that name it. */
export const queues: (Queue & { name: JobName | typeof deadLetterQueue })[] = [
  { name: deadLetterQueue, notify: true },
  { name: 'import.apply', ...longRunning },
  { name: 'model.train', ...longRunning },
  // Tried for days: a project that is marked as deleted must be deleted eventually.
  {
    name: 'project.delete',
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 24 * 3600 - 1,
    retryLimit: 20,
    retryDelay: 10,
    retryBackoff: true,
    retryDelayMax: 6 * 3600,
  },
  // Ten attempts, each about twice as late as the one before: from some ten minutes to a day, over three days in all.
  {
    name: 'webhook.deliver',
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: 60,
    retryLimit: 9,
    retryDelay: 500,
    retryBackoff: true,
    retryDelayMax: 24 * 3600,
    deadLetter: deadLetterQueue,
  },
];
