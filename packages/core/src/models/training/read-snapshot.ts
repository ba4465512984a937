import { createHash, type Hash } from 'node:crypto';
import { fieldsOf, type Model } from '@curio/contracts';
import { copyTo, createCopyFields, type Db, type IdKind, sql, type Trx } from '@curio/db';
import { DatasetBuilder } from '@curio/engine/train';

type Snapshot = NonNullable<Model['snapshot']>;

const fetchRows = 20_000;

/**
 * Reads the exact rows that a model is trained on, in the order of their keys and as of one moment, into the engine's
 * builder; their SHA-256 is the name of the snapshot. Rows are read a few thousand at a time.
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
      const { number } = await trx
        .selectFrom('projects')
        .select('number')
        .where('id', '=', projectId)
        .executeTakeFirstOrThrow();
      const builder = new DatasetBuilder();
      const hash = createHash('sha256');
      const takenAt = new Date();
      const items = await readItems(trx, signal, projectId, builder, hash);
      const users = await readUsers(trx, signal, projectId, builder, hash);
      const interactions = await readInteractions(trx, signal, number, builder, hash);
      const counts = { items, users, interactions };
      return { builder, snapshot: { hash: hash.digest('hex'), ...counts, takenAt: takenAt.toISOString() } };
    });
}

type FeatureValue = string | number | boolean | string[] | null;
type ItemSource = Record<string, FeatureValue> & { itemId: string; custom: Record<string, FeatureValue> };

async function readItems(trx: Trx, signal: AbortSignal, projectId: string, builder: DatasetBuilder, hash: Hash) {
  const columns = fieldsOf('items')
    .filter(([, field]) => field.required || field.feature)
    .map(([name, { column, shape }]) => {
      const value = shape === 'date' ? sql`extract(epoch from ${sql.ref(column)})::bigint` : sql.ref(column);
      return sql`${value} as ${sql.ref(name)}`;
    });
  const query = sql`
    select ${sql.join(columns)}, custom from items where project_id = ${projectId} and not hidden order by item_id`;
  let count = 0;
  for await (const row of rowsOf<ItemSource>(trx, signal, query)) {
    count++;
    hash.update(`i\t${JSON.stringify(row)}\n`);
    const given = Object.entries(row).filter(([, value]) => value !== null);
    builder.addItem({ itemId: row.itemId, ...Object.fromEntries(given), custom: withoutVectors(row.custom) });
  }
  return count;
}

/** Content features are words and categories: the numbers of a vector are neither. */
function withoutVectors<T>(custom: Record<string, T>): Record<string, T> {
  const isVector = (value: T): boolean => Array.isArray(value) && typeof value[0] === 'number';
  if (!Object.values(custom).some(isVector)) return custom;
  return Object.fromEntries(Object.entries(custom).filter(([, value]) => !isVector(value)));
}

interface UserSource {
  user_id: string;
  custom: Record<string, FeatureValue>;
}

async function readUsers(trx: Trx, signal: AbortSignal, projectId: string, builder: DatasetBuilder, hash: Hash) {
  const query = sql`
    select user_id, custom from users where project_id = ${projectId} and custom <> '{}' order by user_id`;
  let count = 0;
  for await (const row of rowsOf<UserSource>(trx, signal, query)) {
    count++;
    hash.update(`u\t${JSON.stringify(row)}\n`);
    builder.addUser({ userId: row.user_id, custom: withoutVectors(row.custom) });
  }
  return count;
}

/** By COPY, because there are many: its bytes are hashed, then the ids of the numbers that occur in them. */
async function readInteractions(
  trx: Trx,
  signal: AbortSignal,
  projectNumber: number,
  builder: DatasetBuilder,
  hash: Hash,
): Promise<number> {
  const users = await readIds(trx, projectNumber, 'u');
  const items = await readIds(trx, projectNumber, 'i');
  const types = await readIds(trx, projectNumber, 't');
  hash.update('x\n');
  await chooseOrder(trx, projectNumber);
  const fields = createCopyFields();
  let count = 0;
  for await (const block of copyTo(trx, interactionsOf(projectNumber))) {
    signal.throwIfAborted();
    hash.update(block);
    for (fields.take(block); fields.next(); count++) {
      // Evaluated in the order of the columns.
      const row = {
        userId: users.use(fields.integer()),
        itemId: items.use(fields.integer()),
        type: types.use(fields.smallint()),
      };
      const value = fields.real();
      const time = fields.time();
      builder.addInteraction(value === undefined ? { ...row, time } : { ...row, value, time });
    }
  }
  for (const ids of [users, items, types]) ids.hashUsed(hash);
  return count;
}

const interactionsOf = (projectNumber: number) => sql`
  copy (
    select user_number, item_number, type_number, value, occurred_at from interactions
    where project_number = ${sql.lit(projectNumber)}
    order by user_number, occurred_at, item_number, type_number, ordinal) to stdout (format binary)`;

/** The ids of one kind, by number. */
async function readIds(trx: Trx, projectNumber: number, kind: IdKind) {
  const ids: string[] = [];
  const used: boolean[] = [];
  const fields = createCopyFields();
  const numbers = sql`
    copy (select number, id from id_numbers where project_number = ${sql.lit(projectNumber)} and kind = ${sql.lit(kind)})
    to stdout (format binary)`;
  for await (const block of copyTo(trx, numbers))
    for (fields.take(block); fields.next(); ) {
      const number = fields.integer();
      ids[number] = fields.text();
    }
  return {
    use(number: number): string {
      const id = ids[number];
      if (id === undefined) throw new Error(`The number ${number} of kind "${kind}" stands for no id`);
      used[number] = true;
      return id;
    },
    hashUsed(hash: Hash): void {
      for (const number of used.keys()) if (used[number]) hash.update(`${kind}${number}\t${ids[number]}\n`);
    },
  };
}

const sampledRows = 10_000;
const sortMemory = '64MB';

/**
 * Decides whether the interactions are read along their index or sorted. An import writes rows in the order of the
 * index: then the index is faster, and returns the first row immediately. Events are stored in the order of their arrival:
 * then the index is three times as slow. A project has no statistics before its first training, so a sample of rows is read.
 */
async function chooseOrder(trx: Trx, projectNumber: number): Promise<void> {
  await sql`select set_config('enable_sort', 'off', true), set_config('work_mem', ${sortMemory}, true)`.execute(trx);
  const { rows } = await sql<{ near: number | null }>`
    with pages as (
      select tableoid as partition, (ctid::text::point)[0] as page,
        row_number() over (order by user_number, occurred_at, item_number, type_number, ordinal) as place
      from interactions where project_number = ${projectNumber}
      order by user_number, occurred_at, item_number, type_number, ordinal limit ${sampledRows}),
    steps as (select page - lag(page) over (partition by partition order by place) as step from pages)
    select avg((step between 0 and 1)::int)::float8 as near from steps`.execute(trx);
  if ((rows[0]?.near ?? 1) < 0.9) await sql`select set_config('enable_sort', 'on', true)`.execute(trx);
}

/** The rows of a query through a cursor of the server, so that neither side holds all of them. */
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
