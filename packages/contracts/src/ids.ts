import { customAlphabet } from 'nanoid';

export const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The prefix of an id is its kind, so that an id in a log or ticket can be identified. */
export const idPrefixes = {
  workspace: 'wsp',
  account: 'acc',
  project: 'prj',
  key: 'key',
  import: 'imp',
  mapping: 'map',
  model: 'mdl',
  endpoint: 'whk',
  delivery: 'msg',
  recommendation: 'rec',
  request: 'req',
  /** In place of the id of a user who was deleted. */
  forgotten: 'forgotten',
} as const;

export type IdKind = keyof typeof idPrefixes;

// 20 characters of base62 are 119 bits: collisions need no handling.
const random = customAlphabet(base62, 20);

/** A new id such as `prj_4tQ…`. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${random()}`;
}
