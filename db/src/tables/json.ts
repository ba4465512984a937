import type { ColumnType } from 'kysely';

/** A jsonb column: written as JSON text, read as a value of the type that contracts declares. */
export type Json<T> = ColumnType<T, string, string>;
export type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
