import { expect, it } from 'vitest';
import { clientAddress } from '../src/http/client-address.ts';

const of = (forwarded: string | undefined, trustedProxies: number) =>
  clientAddress(
    {
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      socket: { remoteAddress: '10.0.0.1' },
    },
    trustedProxies,
  );

it.each([
  ['192.0.2.1', 0, '10.0.0.1'],
  [undefined, 1, '10.0.0.1'],
  ['', 1, '10.0.0.1'],
  ['192.0.2.1', 1, '192.0.2.1'],
  ['203.0.113.9, 192.0.2.1', 1, '192.0.2.1'],
  ['203.0.113.9,192.0.2.1 , 10.0.0.2', 2, '192.0.2.1'],
  ['192.0.2.1', 2, '192.0.2.1'],
  ['192.0.2.1:4711', 1, '192.0.2.1'],
  ['[2001:db8::1]:4711', 1, '2001:db8::1'],
  ['2001:db8::1', 1, '2001:db8::1'],
  ['unknown', 1, '10.0.0.1'],
  ['192.0.2.1, ', 1, '10.0.0.1'],
])('takes from %s behind %i proxies %s', (forwarded, trustedProxies, address) => {
  expect(of(forwarded, trustedProxies)).toBe(address);
});
