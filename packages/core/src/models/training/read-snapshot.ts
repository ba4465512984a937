import { createHash } from 'node:crypto';
import type { Model } from '@curio/contracts';
import { copyTo, type Db, sql, type Trx } from '@curio/db';
import { DatasetBuilder } from '@curio/engine/train';
import { createCopyFields } from './copy-fields.ts';

type Snapshot = NonNullable<Model['snapshot']>;

const fetchRows = 20_000;

/**
 * Reads the exact rows that a model is trained on, in the order of their keys and as of one moment, into the engine's
 * builder; their SHA-256 names them. Rows are read a few thousand at a time.
 */
export async function readSnapshot(
  db: Db,
  context: { workspaceId: string },
  projectId: string,
  signal: AbortSignal,
): Promise<{ builder: DatasetBuilder; snapshot: Snapshot }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await sql`select set_config('curio.workspace_id', ${context.workspaceId}, true)`.execute(trx);
      const builder = new DatasetBuilder();
      const hash = createHash('sha256');
      const takenAt = new Date();
      const counts = { items: 0, users: 0, interactions: 0 };

      for await (const row of rowsOf<ItemSource>(trx, signal, itemsOf(projectId))) {
        counts.items++;
        hash.update(`i\t${JSON.stringify(row)}\n`);
        builder.addItem({
          itemId: row.item_id,
          ...(row.title === null ? {} : { title: row.title }),
          ...(row.description === null ? {} : { description: row.description }),
          categories: row.categories,
          tags: row.tags,
          ...(row.price === null ? {} : { price: row.price }),
          ...(row.owner_id === null ? {} : { ownerId: row.owner_id }),
          ...(row.created === null ? {} : { createdAt: row.created }),
          custom: row.custom,
        });
      }
      for await (const row of rowsOf<UserSource>(trx, signal, usersOf(projectId))) {
        counts.users++;
        hash.update(`u\t${JSON.stringify(row)}\n`);
        builder.addUser({ userId: row.user_id, custom: row.custom });
      }
      // By COPY, for there are many: what is hashed are its bytes.
      hash.update('x\n');
      await chooseOrder(trx, projectId);
      const fields = createCopyFields();
      let last: { userId?: string; type?: string } = {};
      for await (const block of copyTo(trx, interactionsOf(projectId))) {
        signal.throwIfAborted();
        hash.update(block);
        for (fields.take(block); fields.next(); counts.interactions++) {
          // Evaluated in the order of the columns.
          const row = { userId: fields.text(last.userId), itemId: fields.text(), type: fields.text(last.type) };
          last = row;
          const value = fields.real();
          const time = fields.time();
          builder.addInteraction(value === undefined ? { ...row, time } : { ...row, value, time });
        }
      }
      return { builder, snapshot: { hash: hash.digest('hex'), ...counts, takenAt: takenAt.toISOString() } };
    });
}

type FeatureValue = string | number | boolean | string[] | null;

interface ItemSource {
  item_id: string;
  title: string | null;
  description: string | null;
  categories: string[];
  tags: string[];
  price: number | null;
  owner_id: string | null;
  created: number | null;
  custom: Record<string, FeatureValue>;
}
const itemsOf = (projectId: string) => sql`
  select item_id, title, description, categories, tags, price, owner_id,
    extract(epoch from created_at)::bigint as created, custom
  from items where project_id = ${projectId} and not hidden order by item_id`;

interface UserSource {
  user_id: string;
  custom: Record<string, FeatureValue>;
}
const usersOf = (projectId: string) => sql`
  select user_id, custom from users where project_id = ${projectId} and custom <> '{}' order by user_id`;

const interactionsOf = (projectId: string) => sql`
  copy (
    select user_id, item_id, type, value, occurred_at from interactions where project_id = ${sql.lit(projectId)}
    order by user_id, occurred_at, item_id, type) to stdout (format binary)`;

const rowsLookedAt = 10_000;
const sortMemory = '64MB';

/**
 * Whether to read the interactions along their index or to sort them: an import leaves them in its order, where the
 * index is the faster way and gives its first row at once; events as they come lie anywhere, and then it is three times
 * as slow. No statistics tell a table's first training, so that the first rows are looked at.
 */
async function chooseOrder(trx: Trx, projectId: string): Promise<void> {
  await sql`select set_config('enable_sort', 'off', true), set_config('work_mem', ${sortMemory}, true)`.execute(trx);
  const { rows } = await sql<{ near: number | null }>`
    with pages as (
      select (ctid::text::point)[0] as page from interactions where project_id = ${projectId}
      order by user_id, occurred_at, item_id, type limit ${rowsLookedAt}),
    steps as (select page - lag(page) over () as step from pages)
    select avg((step between 0 and 1)::int)::float8 as near from steps`.execute(trx);
  if ((rows[0]?.near ?? 1) < 0.9) await sql`select set_config('enable_sort', 'on', true)`.execute(trx);
}

/** The rows of a query through a cursor of the server, so that neither side holds them all. */
async function* rowsOf<Row>(trx: Trx, signal: AbortSignal, query: ReturnType<typeof sql>): AsyncIterable<Row> {
  await sql`declare snapshot no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql<Row>`fetch ${sql.lit(fetchRows)} from snapshot`.execute(trx);
    yield* rows;
    if (rows.length < fetchRows) break;
  }
  await sql`close snapshot`.execute(trx);
}
