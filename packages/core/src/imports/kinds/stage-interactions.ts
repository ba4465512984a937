import type { InteractionRow } from '@curio/contracts';
import { copyFrom, createCopyRows, type IdKind, type IdNumbers, numberIds, sql } from '@curio/db';
import type { Batch, Stage } from './kind.ts';

/** Stored where a file gives no time. */
const unknownTime = new Date(0);
/** Ids of each kind whose numbers are remembered between batches: some 50 MB where ids are long. */
const rememberedIds = 1 << 18;

/** By COPY, and with numbers in place of ids: there are many of these rows. */
export const stageInteractions: Stage = {
  columns: sql`
    line bigint, occurred_at timestamptz, user_number integer, item_number integer, value real, type_number smallint`,

  open(context, projectNumber) {
    const known: Record<IdKind, IdNumbers> = { u: new Map(), i: new Map(), t: new Map() };

    /** Adds the numbers of all ids of these rows to `known`. */
    async function lookUp(rows: readonly InteractionRow[]): Promise<void> {
      const ids = {
        u: unknown(known.u, rows, (row) => row.userId),
        i: unknown(known.i, rows, (row) => row.itemId),
        t: unknown(known.t, rows, (row) => row.type),
      };
      if (ids.u.length + ids.i.length + ids.t.length === 0) return;
      const added = await numberIds(context.db, context, projectNumber, ids);
      for (const kind of ['u', 'i', 't'] as const) for (const [id, number] of added[kind]) known[kind].set(id, number);
    }

    return (): Batch => {
      const lines: number[] = [];
      const rows: InteractionRow[] = [];
      return {
        add(line, row: InteractionRow) {
          lines.push(line);
          rows.push(row);
        },
        async write(trx) {
          for (const numbers of Object.values(known)) if (numbers.size > rememberedIds) numbers.clear();
          await lookUp(rows);
          const copy = createCopyRows();
          for (const [index, row] of rows.entries()) {
            copy.begin(6);
            copy.bigint(lines[index] ?? 0);
            copy.time(row.timestamp ?? unknownTime);
            copy.integer(numberOf(known.u, row.userId));
            copy.integer(numberOf(known.i, row.itemId));
            copy.real(row.value);
            copy.smallint(numberOf(known.t, row.type));
          }
          await copyFrom(trx, sql`copy stage from stdin (format binary)`, copy.end());
        },
      };
    };
  },
};

function unknown(known: IdNumbers, rows: readonly InteractionRow[], idOf: (row: InteractionRow) => string): string[] {
  const ids = new Set<string>();
  for (const row of rows) if (!known.has(idOf(row))) ids.add(idOf(row));
  return [...ids];
}

function numberOf(known: IdNumbers, id: string): number {
  const number = known.get(id);
  if (number === undefined) throw new Error(`The id "${id}" has no number`);
  return number;
}
