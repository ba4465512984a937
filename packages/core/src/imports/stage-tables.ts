import type { InteractionRow, ItemRow, UserRow } from '@curio/contracts';
import { copyFrom, type RawBuilder, sql, type Trx } from '@curio/db';
import { createCopyRows } from './copy-rows.ts';

/** The temporary table of each kind, and how a batch of rows enters it. `line` tells which of two rows came later. */
export const stages = {
  items: {
    columns: sql`(
      line bigint, item_id text collate "C", title text, description text, categories text[], tags text[],
      price double precision, image_url text, url text, owner_id text, created_at timestamptz, hidden boolean,
      custom jsonb)`,
    open: (): Batch =>
      jsonBatch(
        (line, row: ItemRow) => ({
          line,
          item_id: row.itemId,
          title: row.title,
          description: row.description,
          categories: row.categories,
          tags: row.tags,
          price: row.price,
          image_url: row.imageUrl,
          url: row.url,
          owner_id: row.ownerId,
          created_at: row.createdAt,
          hidden: row.hidden,
          custom: row.custom,
        }),
        (json) => sql`
        insert into stage select * from jsonb_to_recordset(${json}::jsonb) as r(
          line bigint, item_id text, title text, description text, categories text[], tags text[],
          price double precision, image_url text, url text, owner_id text, created_at timestamptz, hidden boolean,
          custom jsonb)`,
      ),
  },

  users: {
    columns: sql`(line bigint, user_id text collate "C", custom jsonb)`,
    open: (): Batch =>
      jsonBatch(
        (line, row: UserRow) => ({ line, user_id: row.userId, custom: row.custom }),
        (json) => sql`
          insert into stage select * from jsonb_to_recordset(${json}::jsonb) as r(line bigint, user_id text, custom jsonb)`,
      ),
  },

  interactions: {
    columns: sql`(
      line bigint, user_id text collate "C", item_id text collate "C", type text collate "C", value real,
      occurred_at timestamptz)`,
    /** By COPY: there are many of these. */
    open(): Batch {
      const rows = createCopyRows();
      return {
        add(line, row: InteractionRow) {
          rows.begin(6);
          rows.bigint(line);
          rows.text(row.userId);
          rows.text(row.itemId);
          rows.text(row.type);
          rows.real(row.value);
          rows.time(row.timestamp ?? unknownTime);
        },
        write: (trx) => copyFrom(trx, sql`copy stage from stdin (format binary)`, rows.end()),
      };
    },
  },
};

/** The rows that are written together. */
export interface Batch {
  add(line: number, row: never): void;
  write(trx: Trx): Promise<unknown>;
}

/** Rows as JSON, each as `shape` makes it. */
function jsonBatch<Row>(
  shape: (line: number, row: Row) => object,
  insert: (json: string) => RawBuilder<unknown>,
): Batch {
  const rows: object[] = [];
  return {
    add: (line, row: Row) => rows.push(shape(line, row)),
    write: (trx) => insert(JSON.stringify(rows)).execute(trx),
  };
}

/** What the interactions table holds where a file gives no time. */
const unknownTime = new Date(0);
