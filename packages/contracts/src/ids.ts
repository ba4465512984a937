import { customAlphabet } from 'nanoid';

export const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Every id that Curio makes names its kind, so that one pasted into a ticket can be understood. */
export const idPrefixes = {
  workspace: 'wsp',
  person: 'per',
  project: 'prj',
  key: 'key',
  import: 'imp',
  model: 'mdl',
  endpoint: 'whk',
  delivery: 'msg',
  recommendation: 'rec',
  request: 'req',
} as const;

export type IdKind = keyof typeof idPrefixes;

// 20 characters of base62 are 119 bits: no collision to plan for.
const random = customAlphabet(base62, 20);

/** A new id such as `prj_4tQ…`. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${random()}`;
}
