import type { Context } from '@curio/core/platform/context';
import type { z } from 'zod';

/**
 * A route of one project that Node's request is answered for directly, without the objects that Hono makes for each request. The
 * same route is registered in Hono, which answers whatever this one does not take.
 */
export interface DirectRoute<Input = unknown> {
  /** Below `/v1/projects/{projectId}/`. */
  name: string;
  input: z.ZodType<Input>;
  maxBodyBytes: number;
  /** The status of a successful answer. */
  status: number;
  act(context: Context, projectId: string, input: Input): Promise<unknown>;
}

/** Gives the action the type of what the schema returns. */
export function directRoute<Input>(route: DirectRoute<Input>): DirectRoute {
  const { act } = route;
  return { ...route, act: (context, projectId, input) => act(context, projectId, input as Input) };
}
