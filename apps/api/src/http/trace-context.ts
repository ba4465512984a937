import { randomFillSync } from 'node:crypto';
import { type TracePosition, traceparentOf } from '@curio/core/platform/tracing/tracing';

const format = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const zeros = /^0+$/;

/** The trace that a `traceparent` header continues; undefined where the header is missing or not valid. */
export function readTraceparent(header: string | string[] | undefined): TracePosition | undefined {
  if (typeof header !== 'string') return undefined;
  const [, version = '', traceId = '', parentId = '', flags = '', rest] = format.exec(header) ?? [];
  const isKnown = version !== '' && version !== 'ff' && (version !== '00' || rest === undefined);
  if (!isKnown || zeros.test(traceId) || zeros.test(parentId)) return undefined;
  return { traceId, spanId: newSpanId(), flags };
}

/** The header `traceresponse` (W3C Trace Context, level 2): where the caller finds this request in the trace. */
export const traceresponse: (position: TracePosition) => string = traceparentOf;

const pool = Buffer.alloc(8 * 256);
let used = pool.length;

/** Random bytes are drawn 256 spans at a time: one call for each would take longer than the rest of the header. */
function newSpanId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 8;
  return pool.toString('hex', used - 8, used);
}
