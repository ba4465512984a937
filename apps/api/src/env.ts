import { servicesEnv } from '@curio/core/platform/env';
import { z } from 'zod';

const atLeast = (least: number) =>
  z.coerce
    .number({ error: `must be a whole number, ${least} or more` })
    .int()
    .min(least);
const megabytes = z.coerce.number({ error: 'must be a whole number of megabytes, 1 or more' }).int().min(1);
const port = z.coerce.number({ error: 'must be a port from 1 to 65535' }).int().min(1).max(65_535);

/** Everything that the API takes from its environment. */
export const apiEnv = servicesEnv.extend({
  CURIO_API_PORT: port.default(4000),
  CURIO_API_HOST: z.string().default('0.0.0.0'),
  /** Connections at a time; further ones are closed as they come. */
  CURIO_API_MAX_CONNECTIONS: z.coerce.number({ error: 'must be a whole number, 1 or more' }).int().min(1).default(2000),
  /** Processes that answer requests on the one port. */
  CURIO_API_PROCESSES: z.coerce
    .number({ error: 'must be a whole number from 1 to 64' })
    .int()
    .min(1)
    .max(64)
    .default(1),
  /** Between readiness failing and the port closing: what a load balancer needs to notice. */
  CURIO_API_STOP_DELAY_SECONDS: z.coerce.number({ error: 'must be 0 to 20 seconds' }).min(0).max(20).default(0),
  CURIO_API_URL: z.url('must be an address such as https://api.example.com').default('http://localhost:4000'),
  CURIO_STUDIO_URL: z.url('must be an address such as https://studio.example.com').default('http://localhost:3000'),
  CURIO_MAX_UPLOAD_MB: megabytes.default(2_000),
  CURIO_MODEL_CACHE_MB: megabytes.default(512),
  CURIO_CATALOGUE_CACHE_MB: megabytes.default(512),
  CURIO_USER_CACHE_MB: megabytes.default(256),
  /** Requests per minute of a key or account without a separate limit; 0: none. */
  CURIO_RATE_LIMIT: atLeast(0).default(1_200_000),
  /** Proxies before the API that append to X-Forwarded-For; 0: the header is not read. */
  CURIO_TRUSTED_PROXIES: z.coerce
    .number({ error: 'must be a whole number from 0 to 10' })
    .int()
    .min(0)
    .max(10)
    .default(0),
  CURIO_SIGN_UPS_PER_HOUR: atLeast(1).default(100),
  CURIO_WORKSPACES_PER_ACCOUNT: atLeast(1).default(10),
  /** Where `/metrics` is served beside the API's port. */
  CURIO_METRICS_PORT: port.optional(),
  /** Whether `/metrics` is served on the API's port, to everyone who reaches it. */
  CURIO_METRICS_OPEN: z.stringbool('must be true or false').default(false),
  /** Lines of the access log in a second and process; further requests are counted only. */
  CURIO_ACCESS_LOG_PER_SECOND: atLeast(0).default(100),
  /** Whether the request log keeps the bodies of requests that were refused, without secrets and ids of users. */
  CURIO_REQUEST_LOG_BODIES: z.stringbool('must be true or false').default(true),
  /** Whether the spans of requests name their workspace. */
  CURIO_TRACE_WORKSPACES: z.stringbool('must be true or false').default(false),
  NODE_ENV: z.string().default('development'),
});
export type ApiEnv = z.infer<typeof apiEnv>;
