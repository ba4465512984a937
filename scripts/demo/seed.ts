/** `npm run seed -- --out DIR`: writes the bookshop as books.csv, readers.csv and events.csv, for trying the import. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateBookshop, toCsv } from '@curio/bookshop';

const USAGE =
  'npm run seed -- --out DIR [--seed 7] [--books 1200] [--readers 2000] [--interactions 60000] [--end-date 2026-11-01]';

function stop(sentence: string): never {
  console.error(`curio: ${sentence}\n${USAGE}`);
  process.exit(1);
}

function readOptions() {
  const text = { type: 'string' } as const;
  const options = { out: text, seed: text, books: text, readers: text, interactions: text, 'end-date': text };
  try {
    return parseArgs({ args: process.argv.slice(2), options }).values;
  } catch (error) {
    return stop((error as Error).message);
  }
}

const given = readOptions();
if (!given.out) stop('say where to write the files.');
const out = resolve(given.out);
const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));
try {
  const shop = generateBookshop({
    seed: number(given.seed),
    books: number(given.books),
    readers: number(given.readers),
    interactions: number(given.interactions),
    endDate: given['end-date'],
  });
  mkdirSync(out, { recursive: true });
  for (const [name, text] of Object.entries(toCsv(shop))) writeFileSync(join(out, name), text);
  console.log(
    `${shop.books.length} books, ${shop.readers.length} readers, ${shop.interactions.length} events in ${out}`,
  );
} catch (error) {
  stop((error as Error).message);
}
