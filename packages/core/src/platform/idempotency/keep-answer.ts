import { tenant } from '@curio/db';
import type { Context } from '../context.ts';
import { actorIdOf, type StoredAnswer } from './claim-key.ts';

/** Of a body in UTF-16 units; a larger one is not kept, and a repeated request is refused. */
const maxBodyLength = 1 << 20;

/** Keeps the answer for requests with the same key. Encrypted: it may contain a new key or secret. */
export async function keepAnswer(context: Context, key: string, attempt: string, answer: StoredAnswer): Promise<void> {
  const body = answer.body !== null && answer.body.length <= maxBodyLength ? answer.body : null;
  await tenant(context.db, context, async (trx) => {
    await trx
      .updateTable('idempotency_keys')
      .set({
        status: answer.status,
        content_type: answer.contentType,
        body: body === null ? null : context.secrets.encrypt(body),
      })
      .where('workspace_id', '=', context.workspaceId)
      .where('actor_id', '=', actorIdOf(context))
      .where('key', '=', key)
      .where('attempt', '=', attempt)
      .execute();
  });
}

/** Frees the key of a request that failed: it may be sent again. */
export async function freeKey(context: Context, key: string, attempt: string): Promise<void> {
  await tenant(context.db, context, async (trx) => {
    await trx
      .deleteFrom('idempotency_keys')
      .where('workspace_id', '=', context.workspaceId)
      .where('actor_id', '=', actorIdOf(context))
      .where('key', '=', key)
      .where('attempt', '=', attempt)
      .execute();
  });
}
