import { DAY, midnight } from './dates.ts';
import type { Demand } from './demand.ts';
import type { Random } from './random.ts';
import type { ReaderWithTaste } from './readers.ts';
import type { Book, Interaction } from './types/bookshop.ts';

const MINUTE = 60_000;
/** Mean number of events of a visit: converts activity to visits. */
const PER_VISIT = 5.6;
/** More events are generated than needed; views are then dropped at random until the count is exact. */
const SURPLUS = 1.12;

interface Draft extends Interaction {
  time: number;
  /** A view without a purchase may be dropped. */
  idle: boolean;
}

interface Customer extends ReaderWithTaste {
  bought: Set<string>;
}

interface World {
  demand: Demand;
  books: ReadonlyMap<string, Book>;
  /** sku → the next volume's sku. */
  next: ReadonlyMap<string, string>;
  start: number;
  end: number;
}

/**
 * A year of visits: a reader views a few books of their taste, buys some, and rates some days later.
 * Exactly `count` interactions (fewer without an active reader or a book), in the order of time.
 */
export function createInteractions(
  count: number,
  endDate: string,
  readers: readonly ReaderWithTaste[],
  books: readonly Book[],
  series: readonly { skus: string[] }[],
  demand: Demand,
  random: Random,
): Interaction[] {
  const total = readers.reduce((sum, { activity }) => sum + activity, 0);
  if (total === 0 || books.length === 0) return [];
  const world: World = {
    demand,
    books: new Map(books.map((book) => [book.sku, book])),
    next: new Map(series.flatMap(({ skus }) => skus.slice(1).map((sku, index) => [skus[index]!, sku] as const))),
    start: midnight(endDate) - 365 * DAY,
    end: midnight(endDate) + DAY,
  };
  const active = readers
    .filter(({ activity }) => activity > 0)
    .map((reader) => ({ ...reader, bought: new Set<string>() }));
  let drafts = active.flatMap((reader) =>
    visitsOf(reader, Math.max(1, Math.round((count * SURPLUS * reader.activity) / total / PER_VISIT)), world, random),
  );
  while (drafts.length < count) drafts.push(...visitsOf(random.pick(active), 1, world, random));
  drafts = dropSurplus(drafts, count, random);
  drafts.sort((a, b) => a.time - b.time || a.readerId.localeCompare(b.readerId) || a.sku.localeCompare(b.sku));
  return drafts.map(({ time: _time, idle: _idle, ...interaction }) => interaction);
}

function visitsOf(reader: Customer, visits: number, world: World, random: Random): Draft[] {
  const { bought } = reader;
  let sequel: string | undefined;
  return Array.from({ length: visits }, () => visitTime(reader, world, random))
    .sort((a, b) => a - b)
    .flatMap((began) => {
      const drafts: Draft[] = [];
      let time = began;
      for (let look = random.between(2, 6); look > 0; look--) {
        const goOn = sequel !== undefined && random.chance(0.6) ? world.books.get(sequel) : undefined;
        const book = goOn && midnight(goOn.addedOn) <= time ? goOn : world.demand.choose(reader.taste, time);
        if (book === goOn) sequel = undefined;
        const purchase = !bought.has(book.sku) && random.chance(0.24 + 0.18 * world.demand.match(reader.taste, book));
        drafts.push(draft(reader, book, 'view', time, !purchase));
        if (purchase) {
          bought.add(book.sku);
          sequel = world.next.get(book.sku) ?? sequel;
          drafts.push(draft(reader, book, 'purchase', time + random.between(1, 9) * MINUTE, false));
          const rated = time + random.between(2 * 24 * 60, 24 * 24 * 60) * MINUTE;
          if (random.chance(0.5) && rated < world.end) {
            drafts.push({ ...draft(reader, book, 'rating', rated, false), stars: stars(reader, book, world, random) });
          }
        }
        time += random.between(1, 14) * MINUTE;
      }
      return drafts.filter((made) => made.time < world.end);
    });
}

function draft(reader: ReaderWithTaste, book: Book, type: Interaction['type'], time: number, idle: boolean): Draft {
  const timestamp = new Date(time).toISOString().replace('.000Z', 'Z');
  return { readerId: reader.reader.readerId, sku: book.sku, type, timestamp, time, idle };
}

function stars(reader: ReaderWithTaste, book: Book, world: World, random: Random): number {
  return Math.max(
    1,
    Math.min(5, Math.round(3.1 + 1.5 * world.demand.match(reader.taste, book) + 0.7 * random.normal())),
  );
}

/** A time after the reader joined; more before Christmas, mostly in the evening. */
function visitTime(reader: ReaderWithTaste, world: World, random: Random): number {
  const from = Math.max(world.start, midnight(reader.reader.joinedOn));
  const days = Math.floor((world.end - from) / DAY);
  for (;;) {
    const day = from + random.between(0, days - 1) * DAY;
    const festive = [10, 11].includes(new Date(day).getUTCMonth());
    if (!festive && random.chance(0.3)) continue;
    const hour = Math.max(7, Math.min(22, 19 + 3 * random.normal()));
    return day + Math.floor(hour * 60) * MINUTE + random.between(0, 59) * 1000;
  }
}

function dropSurplus(drafts: Draft[], count: number, random: Random): Draft[] {
  const surplus = drafts.length - count;
  if (surplus <= 0) return drafts;
  const idle = random.shuffled(drafts.filter((made) => made.idle));
  const dropped = new Set(idle.slice(0, surplus));
  return drafts.filter((made) => !dropped.has(made)).slice(0, count);
}
