import { type Kysely, sql } from 'kysely';

/**
 * The tables of better-auth 1.7.5 (email + password, organization plugin, database rate limit), as its `getMigrations`
 * prints them, in a separate schema: `auth.user` contains the accounts of the studio, `public.users` the users for whom a
 * tenant requests recommendations. An organization of better-auth is a workspace of Curio.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema auth`.execute(db);
  await sql`
    create table auth."user" (
      "id" text primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null,
      "image" text, "createdAt" timestamptz default current_timestamp not null,
      "updatedAt" timestamptz default current_timestamp not null)`.execute(db);
  await sql`
    create table auth."session" (
      "id" text primary key, "expiresAt" timestamptz not null, "token" text not null unique,
      "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz not null, "ipAddress" text,
      "userAgent" text, "userId" text not null references auth."user" ("id") on delete cascade,
      "activeOrganizationId" text)`.execute(db);
  await sql`
    create table auth."account" (
      "id" text primary key, "accountId" text not null, "providerId" text not null,
      "userId" text not null references auth."user" ("id") on delete cascade, "accessToken" text, "refreshToken" text,
      "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text,
      "password" text, "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz not null)`.execute(
    db,
  );
  await sql`
    create table auth."verification" (
      "id" text primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null,
      "createdAt" timestamptz default current_timestamp not null,
      "updatedAt" timestamptz default current_timestamp not null)`.execute(db);
  await sql`
    create table auth."organization" (
      "id" text primary key, "name" text not null, "slug" text not null unique, "logo" text,
      "createdAt" timestamptz not null, "metadata" text)`.execute(db);
  await sql`
    create table auth."member" (
      "id" text primary key, "organizationId" text not null references auth."organization" ("id") on delete cascade,
      "userId" text not null references auth."user" ("id") on delete cascade, "role" text not null,
      "createdAt" timestamptz not null)`.execute(db);
  await sql`
    create table auth."invitation" (
      "id" text primary key, "organizationId" text not null references auth."organization" ("id") on delete cascade,
      "email" text not null, "role" text, "status" text not null, "expiresAt" timestamptz not null,
      "createdAt" timestamptz default current_timestamp not null,
      "inviterId" text not null references auth."user" ("id") on delete cascade)`.execute(db);
  await sql`
    create table auth."rateLimit" (
      "id" text primary key, "key" text not null unique, "count" integer not null, "lastRequest" bigint not null)`.execute(
    db,
  );
  for (const [table, column] of [
    ['session', 'userId'],
    ['account', 'userId'],
    ['verification', 'identifier'],
    ['member', 'organizationId'],
    ['member', 'userId'],
    ['invitation', 'organizationId'],
    ['invitation', 'email'],
  ] as const) {
    await sql`create index ${sql.ref(`${table}_${column}_idx`)} on ${sql.table(`auth.${table}`)} (${sql.ref(column)})`.execute(
      db,
    );
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop schema auth cascade`.execute(db);
}
