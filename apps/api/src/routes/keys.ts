import { createdKeySchema, createKeyInput, keySchema, pageOf, pageQuery, rotateKeyInput } from '@curio/contracts';
import { createKey } from '@curio/core/keys/create-key';
import { listKeys } from '@curio/core/keys/list-keys';
import { revokeKey } from '@curio/core/keys/revoke-key';
import { rotateKey } from '@curio/core/keys/rotate-key';
import type { KeyVerifier } from '@curio/core/keys/verify-key';
import { body, createRouter, json, route, z } from '../http/openapi.ts';

const tags = ['API keys'];

/** `verifier` is the one of this process: it refuses a key from the moment that it is revoked. */
export function keys(verifier: KeyVerifier) {
  return createRouter()
    .openapi(
      route({
        method: 'post',
        path: '/keys',
        tags,
        summary: 'Make an API key; it is shown once',
        request: { body: body(createKeyInput) },
        responses: { 201: json(createdKeySchema, 'The key') },
      }),
      async (c) => c.json(await createKey(c.get('context'), c.req.valid('json')), 201),
    )
    .openapi(
      route({
        method: 'get',
        path: '/keys',
        tags,
        summary: 'List API keys',
        request: { query: pageQuery },
        responses: { 200: json(pageOf(keySchema), 'Newest first') },
      }),
      async (c) => c.json(await listKeys(c.get('context'), c.req.valid('query')), 200),
    )
    .openapi(
      route({
        method: 'post',
        path: '/keys/{keyId}/rotate',
        tags,
        summary: 'Replace an API key by one with the same rights',
        request: { params: z.object({ keyId: z.string() }), body: body(rotateKeyInput) },
        responses: { 201: json(createdKeySchema, 'The new key; the old one works until the overlap ends') },
      }),
      async (c) =>
        c.json(
          await rotateKey(c.get('context'), c.req.valid('param').keyId, c.req.valid('json'), verifier.refuse),
          201,
        ),
    )
    .openapi(
      route({
        method: 'delete',
        path: '/keys/{keyId}',
        tags,
        summary: 'Revoke an API key',
        request: { params: z.object({ keyId: z.string() }) },
        responses: { 204: { description: 'Refused from now on, within a second everywhere' } },
      }),
      async (c) => {
        await revokeKey(c.get('context'), c.req.valid('param').keyId, verifier.refuse);
        return c.body(null, 204);
      },
    );
}
