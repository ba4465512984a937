import type { Context } from '@curio/core/platform/context';
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';

/** What a request carries through the app. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    log: Logger;
    context: Context;
    actorId: string;
  };
}
