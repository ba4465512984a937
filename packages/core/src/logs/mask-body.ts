import { maskSecrets } from './mask-secrets.ts';

/** Of a body, in characters. */
const kept = 2_048;
/** Longer bodies are not parsed: their beginning is masked as text. */
const maxParsedBytes = 256 << 10;
const maxTextBytes = 8 << 10;

const secret =
  /pass(word|phrase|code)|secret|token|api[-_]?key|authorization|cookie|credential|private|signature|^key$/i;
const person = /^(user|user_?id|users?_?ids|e-?mail|phone|address)$/i;
const secretInText =
  /(["']?[\w-]*(?:pass(?:word|phrase|code)|secret|token|api[-_]?key|authorization|cookie|credential|private|signature|user_?id|e-?mail)[\w-]*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^\s,;&}\]]+)/gi;

/**
 * The beginning of a request's body as the request log keeps it: secrets are removed, and the values of fields that identify
 * or describe a person are replaced by their types. undefined where that cannot be made sure.
 */
export function maskBody(body: Buffer, path: string): string | undefined {
  if (body.length === 0) return undefined;
  const ofUsers = /\/users(?![^/:])/.test(path);
  if (body.length <= maxParsedBytes) {
    try {
      return cut(JSON.stringify(maskValue(JSON.parse(body.toString()), ofUsers), null, 2));
    } catch {
      // Not JSON.
    }
  }
  // Only where the body is parsed can own fields of users be found.
  if (ofUsers) return undefined;
  const text = body.subarray(0, maxTextBytes).toString();
  return cut(maskSecrets(text.replaceAll(secretInText, '$1"[removed]"')));
}

function maskValue(value: unknown, ofUsers: boolean): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map((entry) => maskValue(entry, ofUsers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (secret.test(name)) return [name, '[removed]'];
      if (name === 'headers') return [name, mapLeaves(inner, () => '[removed]')];
      if (person.test(name) || (ofUsers && name === 'custom')) return [name, mapLeaves(inner, typeOf)];
      return [name, maskValue(inner, ofUsers)];
    }),
  );
}

function mapLeaves(value: unknown, act: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapLeaves(entry, act));
  if (typeof value !== 'object' || value === null) return act(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapLeaves(inner, act)]));
}

/** What a reader needs to see why a value was refused. */
function typeOf(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value;
  return typeof value === 'string' ? `[text of ${value.length} characters]` : `[${typeof value}]`;
}

const cut = (text: string): string => (text.length > kept ? `${text.slice(0, kept)}…` : text);
