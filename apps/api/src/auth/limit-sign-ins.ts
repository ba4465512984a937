import { createHash } from 'node:crypto';
import { CurioError } from '@curio/core/platform/errors';
import type { SharedCounter } from '@curio/core/platform/limits/shared-counter';
import { z } from 'zod';

/** Refused sign-ins of one account, from all addresses together. */
const maxFailures = 10;
const windowSeconds = 15 * 60;
const credentials = z.object({ email: z.string() });

export interface SignInLimit {
  /** Counts an attempt. Throws `rate-limited` where the account has had too many. */
  attempt(body: string): Promise<void>;
  /** After a successful sign-in the count begins again. */
  succeeded(body: string): Promise<void>;
}

/**
 * Slows down the guessing of one account's password: better-auth's own limits are per address, and an attacker has many.
 * Attempts count before the password is checked, so that parallel ones count as well.
 */
export function createSignInLimit(counter: SharedCounter): SignInLimit {
  return {
    async attempt(body) {
      const id = accountOf(body);
      if (id === undefined) return;
      const { points, msBeforeNext } = await counter.consume(id, 1, windowSeconds);
      if (points <= maxFailures) return;
      const detail = 'Too many sign-ins with this email address. Wait a few minutes, then try again.';
      throw new CurioError('rate-limited', detail, [], Math.max(1, msBeforeNext / 1000));
    },
    async succeeded(body) {
      const id = accountOf(body);
      if (id !== undefined) await counter.reset(id);
    },
  };
}

/** The address as a hash: it may not be an account's at all. undefined where the body is refused anyway. */
function accountOf(body: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = credentials.safeParse(json);
  if (!parsed.success) return undefined;
  return `sign-in:${createHash('sha256').update(parsed.data.email.trim().toLowerCase()).digest('base64url')}`;
}
