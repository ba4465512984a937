/** Where a span stands in its trace, as `traceparent` says it (W3C Trace Context). */
export interface TracePosition {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits. */
  spanId: string;
  /** Two hexadecimal digits; the lowest bit says whether the trace is recorded. */
  flags: string;
}

export interface SpanStart {
  name: string;
  /** `server` answers a request, `consumer` runs a job, `internal` is a part of either. */
  kind: 'server' | 'consumer' | 'internal';
  /** The `traceparent` of the span that caused this one; another text begins a new trace. */
  traceparent?: string | undefined;
  attributes?: SpanAttributes;
}

export interface SpanEnd {
  /** In place of the name at the start. */
  name?: string;
  attributes?: SpanAttributes;
  failed?: boolean;
}

export type SpanAttributes = Record<string, string | number | boolean>;

/** Spans of this process, which are sent to an OpenTelemetry collector. Exists only where a setting names one. */
export interface Tracing {
  /** Begins a span. Everything that `work` calls belongs to it, until `end`. */
  run<T>(start: SpanStart, work: () => T): T;
  /** Of the span to which the caller belongs. */
  current(): TracePosition | undefined;
  /** Ends the span to which the caller belongs. */
  end(end: SpanEnd): void;
  /** A database statement that took `milliseconds` until now: a child of the span to which the caller belongs. */
  statement(text: string, milliseconds: number, failed: boolean): void;
  /** Sends the spans that have ended. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export const traceparentOf = ({ traceId, spanId, flags }: TracePosition): string => `00-${traceId}-${spanId}-${flags}`;

/** Runs `work` in a span that ends with it; without tracing, `work` alone. */
export function inSpan<T>(tracing: Tracing | undefined, start: SpanStart, work: () => Promise<T>): Promise<T> {
  if (!tracing) return work();
  return tracing.run(start, async () => {
    try {
      const result = await work();
      tracing.end({});
      return result;
    } catch (error) {
      tracing.end({ failed: true });
      throw error;
    }
  });
}
