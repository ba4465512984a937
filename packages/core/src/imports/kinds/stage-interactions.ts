import type { InteractionRow } from '@curio/contracts';
import { copyFrom, createCopyRows, type IdKind, type IdNumbers, numberIds, sql } from '@curio/db';
import type { Batch, Fault, Stage } from './kind.ts';

/** Stored where a file gives no time. */
const unknownTime = new Date(0);
/** Maximum number of cached ids of each kind: some 50 MB where ids are long. */
const maxCachedIds = 1 << 18;

const unknownItem: Fault = { code: 'unknown-item', reason: 'the item is not in the catalogue' };

/** Written by COPY, with numbers in place of ids, because files have millions of these rows. */
export const stageInteractions: Stage = {
  columns: sql`
    line bigint, occurred_at timestamptz, user_number integer, item_number integer, value real, type_number smallint`,

  open({ context, projectNumber, catalogued, dropUnknown }) {
    const known: Record<IdKind, IdNumbers> = { u: new Map(), i: new Map(), t: new Map() };
    // Batches are written one after another, in the same memory.
    const copy = createCopyRows();

    return (): Batch => {
      const lines: number[] = [];
      const times: Date[] = [];
      const values: (number | undefined)[] = [];
      const users = new NumberColumn(known.u);
      const items = new NumberColumn(known.i);
      const types = new NumberColumn(known.t);
      const refused = new Map<number, Fault>();
      return {
        add(line, { userId, itemId, type, timestamp, value }: InteractionRow) {
          lines.push(line);
          times.push(timestamp ?? unknownTime);
          values.push(value);
          users.add(userId);
          items.add(itemId);
          types.add(type);
        },
        async prepare() {
          const ids = { u: users.missing(), i: items.missing(), t: types.missing() };
          if (ids.u.length + ids.i.length + ids.t.length > 0) {
            const added = await numberIds(context.db, context, projectNumber, ids);
            users.fill(added.u);
            items.fill(added.i);
            types.fill(added.t);
            await catalogued?.look(added.i);
          }
          for (const numbers of Object.values(known)) if (numbers.size > maxCachedIds) numbers.clear();
          if (dropUnknown && catalogued)
            for (let row = 0; row < lines.length; row++)
              if (catalogued.isUnknown(items.at(row))) refused.set(row, unknownItem);
          return refused;
        },
        async write(trx) {
          copy.clear();
          for (let row = 0; row < lines.length; row++) {
            if (refused.has(row)) continue;
            copy.begin(6);
            copy.bigint(lines[row] ?? 0);
            copy.time(times[row] ?? unknownTime);
            copy.integer(users.at(row));
            copy.integer(items.at(row));
            copy.real(values[row]);
            copy.smallint(types.at(row));
          }
          await copyFrom(trx, sql`copy stage from stdin (format binary)`, copy.end());
        },
      };
    };
  },
};

/** The numbers of one column's ids. An id is looked up once, and not at all where it repeats the one of the row before. */
class NumberColumn {
  readonly #known: IdNumbers;
  readonly #numbers: number[] = [];
  /** Ids without a known number, with the rows that have them. */
  readonly #missing = new Map<string, number[]>();
  #lastId: string | undefined;
  #lastNumber: number | undefined;

  constructor(known: IdNumbers) {
    this.#known = known;
  }

  add(id: string): void {
    if (id !== this.#lastId) {
      this.#lastId = id;
      this.#lastNumber = this.#known.get(id);
    }
    if (this.#lastNumber === undefined) {
      const rows = this.#missing.get(id);
      if (rows) rows.push(this.#numbers.length);
      else this.#missing.set(id, [this.#numbers.length]);
    }
    this.#numbers.push(this.#lastNumber ?? 0);
  }

  missing(): string[] {
    return [...this.#missing.keys()];
  }

  fill(added: IdNumbers): void {
    for (const [id, number] of added) {
      this.#known.set(id, number);
      for (const row of this.#missing.get(id) ?? []) this.#numbers[row] = number;
    }
  }

  at(row: number): number {
    const number = this.#numbers[row];
    // Numbers start at 1.
    if (!number) throw new Error(`Row ${row} of the batch has an id without a number`);
    return number;
  }
}
