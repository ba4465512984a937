import type { Caller } from '@curio/serving/answer-request';
import { isAllowed } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';

/** What the actor may learn from recommendations: keys of apps and browsers see what they recommend, not their users. */
export const callerOf = (context: Context): Caller => ({ readsUsers: isAllowed(context, 'users:read') });
