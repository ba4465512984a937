import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { CurioError } from '../platform/errors.ts';

/** Decides which addresses receive webhooks. Every delivery is sent through its dispatcher. */
export interface DestinationPolicy {
  /** Refuses an address that could never be delivered to. */
  checkUrl(url: string): void;
  dispatcher: Agent;
}

/**
 * Addresses that are not of the public Internet (IANA special-purpose registries). A list for each version: one list
 * would take an IPv4 address for its IPv6-mapped form, and with `::/3` every one of them for special.
 */
const special = { 4: new BlockList(), 6: new BlockList() };
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special[4].addSubnet(net, bits, 'ipv4');
}
// Everything outside global unicast, and the parts of it that carry another address inside or are set aside.
for (const [net, bits] of [
  ['::', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['4000::', 2],
  ['8000::', 1],
] as const) {
  special[6].addSubnet(net, bits, 'ipv6');
}

export function isPublicAddress(address: string): boolean {
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 4) return !special[4].check(bare, 'ipv4');
  return isIP(bare) === 6 && !special[6].check(bare, 'ipv6');
}

/**
 * Every address that a name resolves to is checked before a connection is opened, and that very address is connected
 * to, so a second answer of the name server changes nothing. undici asks `lookup` for names only, so literal addresses
 * are checked by the connector. Redirects are not followed.
 */
export function createDestinationPolicy(options: { allowPrivate: boolean }): DestinationPolicy {
  const limits = { headersTimeout: 15_000, bodyTimeout: 15_000, maxResponseSize: 64 * 1024 };
  const connect = buildConnector({ timeout: 10_000, ...(options.allowPrivate ? {} : { lookup: lookupPublic }) });
  const dispatcher = new Agent({
    ...limits,
    connect: (target, callback) => {
      const literal = target.hostname.replace(/^\[|\]$/g, '');
      if (!options.allowPrivate && isIP(literal) !== 0 && !isPublicAddress(literal)) callback(refused(literal), null);
      else connect(target, callback);
    },
  });

  return {
    dispatcher,
    checkUrl(url) {
      const { hostname, username, password } = new URL(url);
      const bare = hostname.replace(/^\[|\]$/g, '');
      const wrong =
        username || password
          ? 'The address may not carry a user name or password.'
          : !options.allowPrivate && (/(^|\.)localhost\.?$/.test(bare) || (isIP(bare) !== 0 && !isPublicAddress(bare)))
            ? 'The address is not on the public Internet. An operator can allow it with CURIO_WEBHOOKS_ALLOW_PRIVATE=true.'
            : undefined;
      if (wrong) throw new CurioError('invalid-input', wrong, [{ pointer: '/url', detail: wrong }]);
    },
  };
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const wrong = addresses.find(({ address }) => !isPublicAddress(address));
    if (wrong) return callback(refused(wrong.address), '');
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    if (first) callback(null, first.address, first.family);
    else callback(new Error(`${hostname} has no address`), '');
  });
};

function refused(address: string): Error {
  return new Error(`The receiver's address ${address} is not on the public Internet`);
}
