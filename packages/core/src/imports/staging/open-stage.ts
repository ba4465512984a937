import { type Db, sql } from '@curio/db';

/** The temporary tables of a task: of the stage, and of what a merge prepares. */
const tables = ['stage', 'incoming'].map((name) => sql.table(`pg_temp.${name}`));

/**
 * Runs `work` with one connection for itself, whose temporary tables outlive its transactions: a file is staged in short
 * ones, which do not hold back vacuum. The tables are visible to no other connection, are not in the write-ahead log, and go
 * with the connection when the process is killed.
 */
export async function withStage<T>(db: Db, work: (connection: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const drop = () => sql`drop table if exists ${sql.join(tables)}`.execute(connection);
    // Left behind by a task whose connection could not drop them.
    await drop();
    try {
      return await work(connection);
    } finally {
      // A connection that is broken has no tables.
      await drop().catch(() => undefined);
    }
  });
}
