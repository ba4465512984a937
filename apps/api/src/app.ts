import type { RateLimit } from '@curio/contracts';
import type { PublishableOrigins } from '@curio/core/keys/publishable-origins';
import type { KeyVerifier } from '@curio/core/keys/verify-key';
import type { Services } from '@curio/core/platform/context';
import { createRateLimiter } from '@curio/core/platform/limits/rate-limiter';
import type { SharedCounter } from '@curio/core/platform/limits/shared-counter';
import type { RecommendServices } from '@curio/core/recommendations/recommend';
import type { DestinationPolicy } from '@curio/core/webhooks/destination';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import type { Auth } from './auth/create-auth.ts';
import { createSignInLimit } from './auth/limit-sign-ins.ts';
import type { AppEnv, RequestLimits } from './http/app-env.ts';
import { createRouter } from './http/openapi.ts';
import { answerError, problem } from './http/problems.ts';
import { authenticate } from './middleware/authenticate.ts';
import { crossOrigin } from './middleware/cross-origin.ts';
import { limitRequests } from './middleware/limit-requests.ts';
import { requestLog } from './middleware/request-log.ts';
import { accounts } from './routes/auth.ts';
import { docs } from './routes/docs.ts';
import { events } from './routes/events.ts';
import { health } from './routes/health.ts';
import { imports } from './routes/imports.ts';
import { insights } from './routes/insights.ts';
import { items } from './routes/items.ts';
import { keys } from './routes/keys.ts';
import { me } from './routes/me.ts';
import { models } from './routes/models.ts';
import { projects } from './routes/projects.ts';
import { recommendations } from './routes/recommendations.ts';
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
  /** Of keys and accounts without a separate limit; undefined: none. */
  defaultRateLimit: RateLimit | undefined;
  /** Origins whose pages may use a session: the studio's, and the API's own. */
  trustedOrigins: string[];
  /** The API's own address, which problem documents link to. */
  apiUrl: string;
  limits: RequestLimits;
  /** undefined while ready; otherwise why not. */
  notReady(): Promise<string | undefined>;
}

/** Builds the whole API; `server.ts` listens. */
export function createApp(options: AppOptions): OpenAPIHono<AppEnv> {
  const app = createRouter();
  app.onError((error, c) => answerError(error, c));
  app.notFound((c) => problem(c, 'not-found', `There is no ${c.req.method} ${c.req.path}. The reference is at /docs.`));

  app.use(requestLog(options.services.log));
  app.use(async (c, next) => {
    c.set('apiUrl', options.apiUrl);
    c.set('limits', options.limits);
    await next();
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
      // The studio on another origin reads the answers.
      crossOriginResourcePolicy: 'cross-origin',
    }),
  );
  app.use(crossOrigin(options));
  app.route('/health', health(options.notReady));
  app.route('/docs', docs());
  app.get('/', (c) => c.redirect('/docs'));

  app.route('/api/auth', accounts(options.auth, options.services.db, createSignInLimit(options.counter)));

  const v1 = createRouter();
  v1.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  v1.use(authenticate(options));
  v1.use(limitRequests(createRateLimiter(options.counter, options.services.log), options.defaultRateLimit));
  v1.route('/', me);
  v1.route('/', projects(options.recommend));
  v1.route('/', keys);
  v1.route('/', usage);
  v1.route('/', imports);
  v1.route('/', models(options.recommend));
  v1.route('/', recommendations(options.recommend));
  v1.route('/', events(options.recommend));
  v1.route('/', items(options.recommend));
  v1.route('/', users(options.recommend));
  v1.route('/', insights);
  v1.route('/', webhooks(options.destinations, options.recommend));
  app.route('/v1', v1);

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
