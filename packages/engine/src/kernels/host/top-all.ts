import type { Csr } from '../../data/records.ts';
import { evenBounds } from './csr.ts';
import type { Pool } from './pool.ts';

export interface TopAll {
  /** users × k, row-major, best first; entries beyond counts[user] are 0. */
  items: Uint32Array;
  scores: Float32Array;
  /** Number of items per user: k, or fewer when fewer are left. */
  counts: Uint32Array;
}

const USERS_PER_BLOCK = 48;
const GROUPS_PER_CHUNK = 512;

/**
 * The k best items of every user by dot product, exact, on all threads, without the user's items in `seen`. Equal
 * scores: lower index first. The sums run in another order than those of
 * `createRanker`, so scores differ by rounding.
 */
export function topAll(
  pool: Pool,
  userFactors: Float32Array,
  itemFactors: Float32Array,
  d: number,
  seen: Pick<Csr, 'indptr' | 'indices'> | null,
  k: number,
): Promise<TopAll> {
  const users = userFactors.length / d;
  const items = itemFactors.length / d;
  const depth = Math.min(k, items);
  if (seen !== null) checkSeen(seen, users, items);
  return pool.hold(async (session) => {
    const packed = session.allocate(Math.ceil(items / 8) * d * 32);
    const itemsAt = session.place(itemFactors);
    await session.run('packItems', evenBounds(Math.ceil(items / 8), GROUPS_PER_CHUNK), [itemsAt, items, d, packed]);
    const outItems = session.allocate(users * depth * 4);
    const outScores = session.allocate(users * depth * 4);
    const counts = session.allocate(users * 4);
    session.u32(counts, users).fill(0);
    const indptr = seen === null ? 0 : session.place(seen.indptr);
    const indices = seen === null ? 0 : session.place(seen.indices);
    const args = [
      session.place(userFactors),
      users,
      packed,
      items,
      d,
      indptr,
      indices,
      depth,
      outItems,
      outScores,
      counts,
    ];
    const bytes = items * 8 + USERS_PER_BLOCK * (d * 4 + 4 + depth * 8) + 256;
    if (depth > 0) {
      await session.run('topAllBlocks', evenBounds(Math.ceil(users / USERS_PER_BLOCK)), args, { bytes, zeroed: true });
    }
    return spread(session.u32(outItems, users * depth), session.f32(outScores, users * depth), {
      counts: new Uint32Array(session.u32(counts, users)),
      depth,
      k,
    });
  });
}

/** Cuts lists of `depth` to lists of k, padded with zeros. */
function spread(
  items: Uint32Array,
  scores: Float32Array,
  { counts, depth, k }: { counts: Uint32Array; depth: number; k: number },
): TopAll {
  const out = { items: new Uint32Array(counts.length * k), scores: new Float32Array(counts.length * k), counts };
  for (let user = 0; user < counts.length; user++) {
    const last = user * depth + counts[user];
    out.items.set(items.subarray(user * depth, last), user * k);
    out.scores.set(scores.subarray(user * depth, last), user * k);
  }
  return out;
}

function checkSeen({ indptr, indices }: Pick<Csr, 'indptr' | 'indices'>, users: number, items: number): void {
  if (indptr.length !== users + 1) throw new Error(`seen has ${indptr.length - 1} rows for ${users} users.`);
  if (indptr[users] !== indices.length) throw new Error(`seen: indptr does not end at its ${indices.length} indices.`);
  for (let user = 0; user < users; user++) {
    if (indptr[user] > indptr[user + 1]) throw new Error(`seen: indptr falls at user ${user}.`);
  }
  for (const item of indices) if (item >= items) throw new Error(`seen: item ${item} lies outside of ${items} items.`);
}
