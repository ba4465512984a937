import type { Context, Services } from '@curio/core/platform/context';
import type { TracePosition } from '@curio/core/platform/tracing/tracing';
import type { Logger } from 'pino';
import type { Caller } from './app-env.ts';

/** The context of a request's verb. Its logger is made where something is logged: most requests log nothing. */
export function createContext(
  services: Services,
  requestLogger: () => Logger,
  { workspaceId, actor }: Pick<Caller, 'workspaceId' | 'actor'>,
): Context {
  return {
    ...services,
    workspaceId,
    actor,
    get log() {
      return requestLogger();
    },
  };
}

/** The logger of a request: its lines have the request's id, and its trace where the caller sent one. Made by the first call. */
export function lazyLogger(log: Logger, requestId: string, trace: TracePosition | undefined): () => Logger {
  let child: Logger | undefined;
  return () => {
    child ??= log.child(trace ? { requestId, traceId: trace.traceId } : { requestId });
    return child;
  };
}
