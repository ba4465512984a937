import type { Context, Services } from '@curio/core/platform/context';
import type { TracePosition } from '@curio/core/platform/tracing/tracing';
import type { Logger } from 'pino';
import type { Caller } from './app-env.ts';

/**
 * The context of a request's verb. Its logger is made where something is logged: most requests log nothing. A class, because
 * an object with a getter is slow to make, and one is made for each request.
 */
class RequestContext implements Context {
  readonly db: Context['db'];
  readonly jobs: Context['jobs'];
  readonly secrets: Context['secrets'];
  readonly storage: Context['storage'];
  readonly usage: Context['usage'];
  readonly workspaceId: string;
  readonly actor: Context['actor'];
  readonly #logger: () => Logger;

  constructor(services: Services, logger: () => Logger, { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>) {
    this.db = services.db;
    this.jobs = services.jobs;
    this.secrets = services.secrets;
    this.storage = services.storage;
    this.usage = services.usage;
    this.workspaceId = workspaceId;
    this.actor = actor;
    this.#logger = logger;
  }

  get log(): Logger {
    return this.#logger();
  }
}

export function createContext(
  services: Services,
  requestLogger: () => Logger,
  caller: Pick<Caller, 'workspaceId' | 'actor'>,
): Context {
  return new RequestContext(services, requestLogger, caller);
}

/** The logger of a request: its lines have the request's id, and its trace where the caller sent one. Made by the first call. */
export function lazyLogger(log: Logger, requestId: string, trace: TracePosition | undefined): () => Logger {
  let child: Logger | undefined;
  return () => {
    child ??= log.child(trace ? { requestId, traceId: trace.traceId } : { requestId });
    return child;
  };
}
