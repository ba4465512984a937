import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { plantRows } from './memory-rows.ts';
import { uniformNumbers } from './planted-interactions.ts';

const linesPerWrite = 10_000;
/** Every tenth event is a purchase, the others are views. */
const purchaseEvery = 10;

/**
 * Writes a CSV of planted interactions (user,item,type,time) in the order of an export: users mixed, the oldest first, times
 * in ISO 8601. Resolves with the number of rows.
 */
export async function writeRows(
  path: string,
  counts: { users: number; items: number; interactions: number },
): Promise<number> {
  const { user, item, length } = mixedRows(counts);
  const file = createWriteStream(path);
  file.write('user,item,type,time\n');
  for (let at = 0; at < length; at += linesPerWrite) {
    const lines: string[] = [];
    for (let row = at; row < Math.min(length, at + linesPerWrite); row++) {
      const time = new Date((1_600_000_000 + row * 7) * 1000).toISOString();
      const type = row % purchaseEvery === 0 ? 'purchase' : 'view';
      lines.push(`user-${user[row]},item-${item[row]},${type},${time}\n`);
    }
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return length;
}

/** The planted pairs in random order (Fisher–Yates shuffle, seeded). */
function mixedRows(counts: { users: number; items: number; interactions: number }) {
  const [user, item] = [new Uint32Array(counts.interactions * 1.5), new Uint32Array(counts.interactions * 1.5)];
  let length = 0;
  plantRows(counts.users, counts.items, counts.interactions, 1, (userId, itemId) => {
    user[length] = Number(userId.slice('user-'.length));
    item[length++] = Number(itemId.slice('item-'.length));
  });
  const uniform = uniformNumbers(2);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [user[last], user[other]] = [user[other]!, user[last]!];
    [item[last], item[other]] = [item[other]!, item[last]!];
  }
  return { user, item, length };
}
