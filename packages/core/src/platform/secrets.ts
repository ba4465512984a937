import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Encrypts stored secrets and signs cursors, with keys derived from CURIO_SECRET. */
export interface Secrets {
  encrypt(plain: string): Buffer;
  decrypt(sealed: Buffer): string;
  /** A text that only this installation could have made: base64url of the content and its HMAC-SHA-256. */
  sign(content: string): string;
  /** The content, or undefined where the text was not made by `sign`. */
  unsign(signed: string): string | undefined;
}

const nonceBytes = 12;
const tagBytes = 16;
const macBytes = 16;

export function createSecrets(secret: string): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'curio', purpose, 32));
  const sealKey = derive('seal');
  // Five times as fast as the key's bytes: Node makes a key object of bytes for each signature.
  const signKey = createSecretKey(derive('sign'));
  const mac = (content: string) => createHmac('sha256', signKey).update(content).digest().subarray(0, macBytes);

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
    sign(content) {
      return Buffer.concat([mac(content), Buffer.from(content)]).toString('base64url');
    },
    unsign(signed) {
      const bytes = Buffer.from(signed, 'base64url');
      if (bytes.length < macBytes) return undefined;
      const content = bytes.subarray(macBytes).toString();
      return timingSafeEqual(mac(content), bytes.subarray(0, macBytes)) ? content : undefined;
    },
  };
}
