import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSecrets } from '../src/platform/secrets.ts';

it('reads back every text that it has signed', () => {
  const secrets = createSecrets('one secret of thirty-two characters');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (content) => {
      expect(secrets.unsign(secrets.sign(content))).toBe(content);
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
