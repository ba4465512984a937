import { netPairs } from './aggregate-pairs.ts';
import { Column } from './column.ts';
import { isRating } from './confidence.ts';
import type { Dataset } from './dataset.ts';
import { DataError } from './errors.ts';
import type { InteractionRecord, ItemRecord, UserRecord } from './records.ts';

export interface BuildOptions {
  /** What an event of a type is worth; 0 ignores it, below 0 counts against the item. */
  typeWeights?: Record<string, number>;
  /** After so many days an event counts half; 0 or nothing: never. */
  halfLifeDays?: number;
}

/**
 * Takes rows one by one in any order; holds 17 bytes per interaction (12 where all are of one type and value), and the
 * ids and records once.
 */
export class DatasetBuilder {
  #users = new Map<string, number>();
  #items = new Map<string, number>();
  #types = new Map<string, number>();
  #lastUser: string | undefined;
  #lastIndex = 0;
  #userRecords: (UserRecord | undefined)[] = [];
  #itemRecords: (ItemRecord | undefined)[] = [];
  #rows = {
    user: new Column((n) => new Uint32Array(n)),
    item: new Column((n) => new Uint32Array(n)),
    type: new Column((n) => new Uint8Array(n)),
    value: new Column((n) => new Float32Array(n)),
    time: new Column((n) => new Uint32Array(n)),
  };

  /** A second record of the same id replaces the first. */
  addItem(record: ItemRecord): void {
    this.#itemRecords[indexOf(this.#items, record.itemId)] = record;
  }

  addUser(record: UserRecord): void {
    this.#userRecords[indexOf(this.#users, record.userId)] = record;
  }

  /** Users and items that were never added are made. A value that is no number or infinite is refused (DataError). */
  addInteraction(record: InteractionRecord): void {
    if (record.value !== undefined && !Number.isFinite(Math.fround(record.value))) {
      throw new DataError(
        `An interaction of user "${record.userId}" with item "${record.itemId}" has the value ${record.value}; values must be finite numbers within ±3.4e38.`,
      );
    }
    const type = indexOf(this.#types, record.type);
    if (type > 255) throw new DataError('There are more than 256 types of interaction; map fewer.');
    const rows = this.#rows;
    // Rows come user by user: one look-up for each.
    if (record.userId !== this.#lastUser) {
      this.#lastIndex = indexOf(this.#users, record.userId);
      this.#lastUser = record.userId;
    }
    rows.user.push(this.#lastIndex);
    rows.item.push(indexOf(this.#items, record.itemId));
    rows.type.push(type);
    // An absent rating has no worth of its own: it counts as one event.
    rows.value.push(record.value ?? (isRating(record.type) ? Number.NaN : 1));
    const time = record.time ?? 0;
    rows.time.push(Number.isFinite(time) ? Math.min(Math.max(0, Math.floor(time)), 0xffffffff) : 0);
  }

  /** Nets all events of a user with an item into one confidence (signal.ts). The builder is empty afterwards. */
  build(options: BuildOptions = {}): Dataset {
    const userIds = [...this.#users.keys()];
    const itemIds = [...this.#items.keys()];
    const interactionCount = this.#rows.user.length;
    const { matrix, rules } = netPairs(this.#rows, [...this.#types.keys()], userIds.length, options);
    if (!matrix.values.every(Number.isFinite)) {
      throw new DataError(
        'The values of some interactions add up to more than 3.4e38; such numbers cannot be compared.',
      );
    }
    const dataset: Dataset = {
      userIds,
      itemIds,
      itemRecords: padded(this.#itemRecords, itemIds.length),
      userRecords: padded(this.#userRecords, userIds.length),
      matrix,
      interactionCount,
      rules,
    };
    this.#users = new Map();
    this.#lastUser = undefined;
    this.#items = new Map();
    this.#types = new Map();
    this.#userRecords = [];
    this.#itemRecords = [];
    return dataset;
  }
}

function indexOf(index: Map<string, number>, id: string): number {
  const known = index.get(id);
  if (known !== undefined) return known;
  index.set(id, index.size);
  return index.size - 1;
}

function padded<T>(records: (T | undefined)[], length: number): (T | undefined)[] {
  return Array.from({ length }, (_, index) => records[index]);
}
