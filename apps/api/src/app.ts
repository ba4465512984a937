import type { PublishableOrigins } from '@curio/core/keys/publishable-origins';
import type { KeyVerifier } from '@curio/core/keys/verify-key';
import type { Services } from '@curio/core/platform/context';
import type { SharedCounter } from '@curio/core/platform/limits/shared-counter';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import type { DestinationPolicy } from '@curio/core/webhooks/destination';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Auth } from './auth/create-auth.ts';
import { createSignInLimit } from './auth/limit-sign-ins.ts';
import type { RequestObserver } from './http/access-log.ts';
import type { AppEnv, RequestLimits } from './http/app-env.ts';
import { createRouter } from './http/openapi.ts';
import { answerError, problem } from './http/problems.ts';
import type { RequestLimit } from './http/request-limit.ts';
import type { MetricsText } from './metrics/serve-metrics.ts';
import { authenticate } from './middleware/authenticate.ts';
import { crossOrigin } from './middleware/cross-origin.ts';
import { limitRequests } from './middleware/limit-requests.ts';
import { requestLog } from './middleware/request-log.ts';
import { setSecurityHeaders } from './middleware/set-security-headers.ts';
import { aliases } from './routes/aliases.ts';
import { accounts } from './routes/auth.ts';
import { docs } from './routes/docs.ts';
import { events } from './routes/events.ts';
import { health } from './routes/health.ts';
import { imports } from './routes/imports.ts';
import { insights } from './routes/insights.ts';
import { items } from './routes/items.ts';
import { keys } from './routes/keys.ts';
import { logs } from './routes/logs.ts';
import { mappings } from './routes/mappings.ts';
import { me } from './routes/me.ts';
import { metrics } from './routes/metrics.ts';
import { models } from './routes/models.ts';
import { placements } from './routes/placements.ts';
import { projects } from './routes/projects.ts';
import { recommendations } from './routes/recommendations.ts';
import { uploads } from './routes/uploads.ts';
import { usage } from './routes/usage.ts';
import { users } from './routes/users.ts';
import { webhooks } from './routes/webhooks.ts';

export interface AppOptions {
  services: Services;
  auth: Auth;
  keys: KeyVerifier;
  recommend: RecommendServices;
  destinations: DestinationPolicy;
  publishable: PublishableOrigins;
  /** Counts for limits of all processes together. */
  counter: SharedCounter;
  requestLimit: RequestLimit;
  /** Proxies that append to X-Forwarded-For. */
  trustedProxies: number;
  /** Origins whose pages may use a session: the studio's, and the API's own. */
  trustedOrigins: string[];
  /** The API's own address, which problem documents link to. */
  apiUrl: string;
  limits: RequestLimits;
  /** Receives every request after its answer. */
  observe: RequestObserver;
  /** What `GET /metrics` answers on the API's port; it is not found there if undefined. */
  metrics: MetricsText | undefined;
  /** undefined while ready; otherwise why not. */
  notReady(): Promise<string | undefined>;
}

/** Builds the whole API; `server.ts` listens. */
export function createApp(options: AppOptions): OpenAPIHono<AppEnv> {
  const app = createRouter();
  app.onError((error, c) => answerError(error, c));
  app.notFound((c) => problem(c, 'not-found', `There is no ${c.req.method} ${c.req.path}. The reference is at /docs.`));

  app.use(requestLog(options.services, options.observe));
  app.use(setSecurityHeaders);
  app.use(async (c, next) => {
    c.set('apiUrl', options.apiUrl);
    c.set('limits', options.limits);
    await next();
  });
  app.use(crossOrigin(options));
  app.route('/health', health(options.notReady));
  if (options.metrics) app.route('/metrics', metrics(options.metrics));
  app.route('/docs', docs());
  app.get('/', (c) => c.redirect('/docs'));

  app.route(
    '/api/auth',
    accounts({ ...options, db: options.services.db, signIns: createSignInLimit(options.counter) }),
  );

  const v1 = createRouter();
  v1.use(async (c, next) => {
    c.env.outgoing.setHeader('cache-control', 'no-store');
    await next();
  });
  v1.use(authenticate(options));
  v1.use(limitRequests(options.requestLimit));
  v1.route('/', me);
  v1.route('/', projects(options.recommend));
  v1.route('/', keys(options.keys));
  v1.route('/', usage);
  v1.route('/', logs);
  v1.route('/', imports);
  v1.route('/', mappings);
  v1.route('/', uploads);
  v1.route('/', models(options.recommend));
  v1.route('/', recommendations(options.recommend));
  v1.route('/', events(options.recommend));
  v1.route('/', items(options.recommend));
  v1.route('/', users(options.recommend));
  v1.route('/', placements(options.recommend));
  v1.route('/', insights);
  v1.route('/', webhooks(options.destinations, options.recommend));
  app.route('/v1', v1);
  app.route('/', aliases(options.recommend, authenticate(options), limitRequests(options.requestLimit)));

  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'curio.session_token',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Curio',
      version: '1',
      description: 'Recommendations from your own data. Ids are opaque strings and kept exactly as given.',
    },
  });
  return app;
}
