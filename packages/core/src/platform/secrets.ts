import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Encrypts stored secrets and signs cursors, with keys derived from CURIO_SECRET. */
export interface Secrets {
  encrypt(plain: string): Buffer;
  decrypt(sealed: Buffer): string;
  /**
   * A text that only this installation could have made: base64url of the content and the authentication code of it and of what
   * it is bound to. Neither contains a line break, which is between them.
   */
  sign(content: string, boundTo?: string): string;
  /** The content, or undefined where the text was not made by `sign` with the same binding. */
  unsign(signed: string, boundTo?: string): string | undefined;
}

const nonceBytes = 12;
const tagBytes = 16;
/** Characters of base64url, with 6 bits each. */
const macLength = 24;

export function createSecrets(secret: string): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'curio', purpose, 32));
  const sealKey = derive('seal');
  const authenticate = createMac(derive('sign'));
  const mac = (content: string, boundTo = '') => authenticate(boundTo === '' ? content : `${boundTo}\n${content}`);

  return {
    encrypt(plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, nonceBytes));
      decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      return decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
    },
    sign(content, boundTo) {
      return mac(content, boundTo) + Buffer.from(content).toString('base64url');
    },
    unsign(signed, boundTo) {
      const content = Buffer.from(signed.slice(macLength), 'base64url').toString();
      const expected = Buffer.from(mac(content, boundTo));
      const given = Buffer.from(signed.slice(0, macLength));
      return given.length === expected.length && timingSafeEqual(given, expected) ? content : undefined;
    },
  };
}

/**
 * A message authentication code of 144 bits in base64url: SHA-512/256 of the key and the content. Unlike SHA-256 that hash cannot
 * be continued from its result (no length extension), so that a key in front suffices. Each answer of recommendations is
 * signed: one hash in one call takes a tenth of the time of `createHmac`, which makes an object per signature.
 */
function createMac(key: Buffer): (content: string) => string {
  // Hexadecimal, so that key and content are one text.
  const prefix = key.toString('hex');
  return (content) => hash('sha512-256', prefix + content, 'base64url').slice(0, macLength);
}
