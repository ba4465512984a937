import type { Problem } from '@curio/contracts';
import type { TracePosition } from '@curio/core/platform/tracing/tracing';
import { type Logger, pino } from 'pino';
import type { Caller } from './app-env.ts';

/** One answered request. Its headers and query are not part of it: they may contain secrets and personal data. */
export interface AnsweredRequest {
  requestId: string;
  trace?: TracePosition | undefined;
  method: string;
  path: string;
  /** The route's template, such as `/v1/projects/{projectId}/items`: without ids. */
  route: string;
  status: number;
  milliseconds: number;
  /** undefined where it was not authenticated. */
  caller?: Pick<Caller, 'workspaceId' | 'actor'> | undefined;
  /** The answer, where it is an error. */
  problem?: Problem | undefined;
  /** Where it was read into memory. */
  body?: Buffer | undefined;
}

/** Receives every request after its answer: for the access log and the measurements. */
export type RequestObserver = (request: AnsweredRequest) => void;

/**
 * One line for each request, at most `linesPerSecond` of them; a server's error (5xx) always has its line. After a gap the next
 * line has the number of requests without one (`leftOut`).
 */
export function createAccessLog(log: Logger, linesPerSecond: number): RequestObserver {
  let second = 0;
  let lines = 0;
  let leftOut = 0;
  return ({ requestId, trace, method, path, status, milliseconds, caller }) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      lines = 0;
    }
    if (lines >= linesPerSecond && status < 500) {
      leftOut++;
      return;
    }
    lines++;
    const ms = Math.round(milliseconds * 10) / 10;
    const line = { requestId, traceId: trace?.traceId, method, path, status, ms, actor: caller?.actor.id };
    log.info(leftOut > 0 ? { ...line, leftOut } : line, 'request');
    leftOut = 0;
  };
}

/** A log with the settings of `log` whose lines are written in blocks, so that no request waits for the disk. */
export function openAccessLog(log: Logger): Logger {
  const destination = pino.destination({ dest: 1, sync: false, minLength: 8 << 10, periodicFlush: 500 });
  return pino({ level: log.level, base: log.bindings() }, destination);
}
