import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHmacSha256, createSecrets } from '../src/platform/secrets.ts';

it('signs as HMAC-SHA-256 of Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.string({ unit: 'binary' }), (key, content) => {
      const expected = createHmac('sha256', key).update(content).digest();
      expect(createHmacSha256(key)(content)).toEqual(expected);
    }),
  );
});

it('accepts what it has signed, and nothing that was changed or signed with another secret', () => {
  const secrets = createSecrets('one secret of thirty-two characters');
  const signed = secrets.sign('["page",10]');
  expect(secrets.unsign(signed)).toBe('["page",10]');
  const bytes = Buffer.from(signed, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(secrets.unsign(changed.toString('base64url'))).toBeUndefined();
  }
  const bound = secrets.sign('["page",10]', '["list"]');
  expect(secrets.unsign(bound, '["list"]')).toBe('["page",10]');
  expect(secrets.unsign(bound)).toBeUndefined();
  expect(secrets.unsign(bound, '["other"]')).toBeUndefined();
  expect(secrets.unsign(signed, '["list"]')).toBeUndefined();
  expect(createSecrets('another secret of thirty-two chars').unsign(signed)).toBeUndefined();
});
