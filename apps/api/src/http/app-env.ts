import type { Problem, RateLimit } from '@curio/contracts';
import type { Actor, Context } from '@curio/core/platform/context';
import type { TracePosition } from '@curio/core/platform/tracing/tracing';
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import type { MinimumRate } from './limit-rate.ts';

/** What a request may cost. */
export interface RequestLimits {
  /** Within which every body but an upload must arrive. */
  bodyTimeoutMs: number;
  uploadRate: MinimumRate;
  maxUploadBytes: number;
  /** For how long an equal request waits for the first one with its Idempotency-Key. */
  idempotencyWaitMs: number;
}

/** Who sends a request, and under which limit. */
export interface Caller {
  workspaceId: string;
  actor: Exclude<Actor, { kind: 'system' }>;
  /** undefined: the default limit. */
  rateLimit: RateLimit | undefined;
  rateLimitId: string;
}

/** The bindings and variables of every request. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The API's own address, from its settings. */
    apiUrl: string;
    limits: RequestLimits;
    requestId: string;
    trace: TracePosition | undefined;
    /** The request's logger, made by the first call. */
    log: () => Logger;
    context: Context;
    /** undefined until the request is authenticated. */
    caller: Caller;
    /** The answer, where it is an error. */
    problem: Problem;
  };
}
