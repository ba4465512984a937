import { type Kysely, sql } from 'kysely';
import { isolateByWorkspace } from '../helpers/isolate-by-workspace.ts';

const partitions = 16;

/**
 * Items, users and interactions. A tenant's ids keep their exact bytes: collation "C" compares bytes, so that
 * normal forms (NFC, NFD) stay different ids, and is the fastest to index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table items (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      item_id text collate "C" not null,
      title text,
      description text,
      categories text[] not null default '{}',
      tags text[] not null default '{}',
      price double precision,
      image_url text,
      url text,
      owner_id text,
      created_at timestamptz,
      hidden boolean not null default false,
      custom jsonb not null default '{}',
      import_id text,
      updated_at timestamptz not null default now(),
      primary key (project_id, item_id))`.execute(db);
  // By hash, since a title may be longer than a b-tree entry.
  await sql`create index items_title on items (project_id, md5(title))`.execute(db);
  await sql`create index items_latest on items (project_id, created_at desc nulls last, item_id)`.execute(db);

  await sql`
    create table users (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      user_id text collate "C" not null,
      custom jsonb not null default '{}',
      import_id text,
      updated_at timestamptz not null default now(),
      primary key (project_id, user_id))`.execute(db);

  // The key begins with what is asked: one user's latest interactions are neighbours on disk at any size. An unknown
  // time is 1970-01-01. Partitions live in a schema of their own, on which the app has no rights: it can reach rows
  // only through the parent, whose policy applies.
  await sql`create schema partitions`.execute(db);
  await sql`
    create table interactions (
      workspace_id text collate "C" not null,
      project_id text collate "C" not null,
      user_id text collate "C" not null,
      occurred_at timestamptz not null,
      item_id text collate "C" not null,
      type text collate "C" not null,
      value real,
      recommendation_id text,
      import_id text,
      primary key (project_id, user_id, occurred_at, item_id, type)) partition by hash (project_id)`.execute(db);
  for (let part = 0; part < partitions; part++) {
    await sql`
      create table ${sql.table(`partitions.interactions_${String(part).padStart(2, '0')}`)}
      partition of interactions for values with (modulus ${sql.lit(partitions)}, remainder ${sql.lit(part)})`.execute(
      db,
    );
  }

  for (const table of ['items', 'users', 'interactions']) await isolateByWorkspace(db, table);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table interactions, users, items`.execute(db);
  await sql`drop schema partitions`.execute(db);
}
