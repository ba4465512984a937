import { sql, type Trx } from '@curio/db';
import type { InteractionRow, ItemRow, UserRow } from '@curio/engine/csv';

/** The temporary table of each kind, and how a batch of rows enters it. `line` tells which of two rows came later. */
export const stages = {
  items: {
    columns: sql`(
      line bigint, item_id text collate "C", title text, description text, categories text[], tags text[],
      price double precision, image_url text, url text, owner_id text, created_at timestamptz, hidden boolean,
      custom jsonb)`,
    insert: (trx: Trx, rows: Staged<ItemRow>[]) =>
      sql`
        insert into stage select * from jsonb_to_recordset(${JSON.stringify(
          rows.map(({ line, row }) => ({
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
          })),
        )}::jsonb) as r(
          line bigint, item_id text, title text, description text, categories text[], tags text[],
          price double precision, image_url text, url text, owner_id text, created_at timestamptz, hidden boolean,
          custom jsonb)`.execute(trx),
  },

  users: {
    columns: sql`(line bigint, user_id text collate "C", custom jsonb)`,
    insert: (trx: Trx, rows: Staged<UserRow>[]) =>
      sql`
        insert into stage select * from jsonb_to_recordset(${JSON.stringify(
          rows.map(({ line, row }) => ({ line, user_id: row.userId, custom: row.custom })),
        )}::jsonb) as r(line bigint, user_id text, custom jsonb)`.execute(trx),
  },

  interactions: {
    columns: sql`(
      line bigint, user_id text collate "C", item_id text collate "C", type text collate "C", value real,
      occurred_at timestamptz)`,
    // Columns as arrays: twice as fast as JSON, and there are many of these.
    insert: (trx: Trx, rows: Staged<InteractionRow>[]) =>
      sql`
        insert into stage select * from unnest(
          ${rows.map((r) => r.line)}::bigint[], ${rows.map((r) => r.row.userId)}::text[],
          ${rows.map((r) => r.row.itemId)}::text[], ${rows.map((r) => r.row.type)}::text[],
          ${rows.map((r) => (r.row.value === undefined ? null : Math.fround(r.row.value)))}::real[],
          ${rows.map((r) => r.row.timestamp?.toISOString() ?? unknownTime)}::timestamptz[])`.execute(trx),
  },
};

interface Staged<Row> {
  line: number;
  row: Row;
}

/** What the interactions table holds where a file gives no time. */
const unknownTime = '1970-01-01T00:00:00Z';
