import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span } from '@opentelemetry/api';
import { answerWithin } from '../answer-within.ts';
import type { ServicesEnv } from '../env.ts';
import type { Tracing } from './tracing.ts';

/** A span, and what has happened in it. */
interface Active {
  span: Span;
  context: Context;
  statements: number;
}

/** An import runs thousands of statements: further ones are counted only. */
const maxStatements = 100;
const maxTextLength = 1_000;
const closeMs = 3_000;

/**
 * Exports spans as OTLP/JSON over HTTP to OTEL_EXPORTER_OTLP_ENDPOINT; undefined where that is not set. The packages are
 * loaded only then. Headers, time limits and resource attributes come from the standard OTEL_* variables.
 */
export async function openTracing(env: ServicesEnv, name: string): Promise<Tracing | undefined> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const [api, sdk, exporter, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const kinds = { server: api.SpanKind.SERVER, consumer: api.SpanKind.CONSUMER, internal: api.SpanKind.INTERNAL };
  const service = resources.resourceFromAttributes({
    'service.name': env.OTEL_SERVICE_NAME ?? `curio-${name.split(' ')[0]}`,
  });
  const provider = new sdk.TracerProvider({
    resource: resources.detectResources({ detectors: [resources.envDetector] }).merge(service),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(env.OTEL_TRACES_SAMPLER_ARG) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new exporter.OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
      }),
    ],
  });
  const tracer = provider.getTracer('curio');
  const storage = new AsyncLocalStorage<Active>();

  /** A timer that a request has set runs on in its span: what follows the end of a span is not a part of it. */
  function active(): Active | undefined {
    const found = storage.getStore();
    return found?.span.isRecording() ? found : undefined;
  }

  function parentOf(traceparent: string | undefined): Context {
    const [, traceId = '', spanId = '', flags = '00'] =
      /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/.exec(traceparent ?? '') ?? [];
    const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
    if (api.isSpanContextValid(parent)) return api.trace.setSpanContext(api.ROOT_CONTEXT, parent);
    return active()?.context ?? api.ROOT_CONTEXT;
  }

  return {
    run({ name: spanName, kind, traceparent, attributes = {} }, work) {
      const parent = parentOf(traceparent);
      const span = tracer.startSpan(spanName, { kind: kinds[kind], attributes }, parent);
      return storage.run({ span, context: api.trace.setSpan(parent, span), statements: 0 }, work);
    },
    current() {
      const found = storage.getStore();
      if (!found) return undefined;
      const { traceId, spanId, traceFlags } = found.span.spanContext();
      return { traceId, spanId, flags: traceFlags.toString(16).padStart(2, '0') };
    },
    end({ name: spanName, attributes = {}, failed = false }) {
      const found = active();
      if (!found) return;
      const { span, statements } = found;
      if (spanName !== undefined) span.updateName(spanName);
      span.setAttributes(attributes);
      if (statements > 0) span.setAttribute('curio.statements', statements);
      if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end();
    },
    statement(text, milliseconds, failed) {
      const found = active();
      if (!found || ++found.statements > maxStatements) return;
      const now = Date.now();
      const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text.trim().slice(0, maxTextLength) };
      const operation = /[a-z]+/i.exec(text)?.[0].toLowerCase() ?? 'statement';
      const options = { kind: api.SpanKind.CLIENT, attributes, startTime: now - milliseconds };
      const span = tracer.startSpan(operation, options, found.context);
      if (failed) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end(now);
    },
    flush: () => provider.forceFlush(),
    async close() {
      // A collector that is away must not hold up the end of the process.
      await answerWithin(provider.shutdown(), closeMs).catch(() => undefined);
    },
  };
}
