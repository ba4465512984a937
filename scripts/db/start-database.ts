/** The database of `npm start`: an embedded server that is restarted when it ends, or the server that DATABASE_URL names. */
import { dirname, join } from 'node:path';
import pg from 'pg';
import { openLog } from '../process/log-files.ts';
import { portTaken, type Settings, StartError } from '../settings/settings.ts';
import { type EmbeddedPostgres, PortTaken, startPostgres } from './embedded-postgres.ts';

const DATABASE = 'curio';
/** For a small machine: no extra processes for reading ahead. */
const SETTINGS = { io_method: 'sync' };

/** The folder of the embedded server's files. */
export const clusterIn = (dataDir: string): string => join(dataDir, 'postgres/cluster');

export interface RunningDatabase {
  /** The role that owns the schema. */
  ownerUrl: string;
  stop(): Promise<void>;
}

export async function startDatabase(settings: Settings, say: (line: string) => void): Promise<RunningDatabase> {
  if (settings.databaseUrl) return { ownerUrl: settings.databaseUrl, stop: async () => {} };
  const port = settings.postgresPort ?? 0;
  const log = openLog(join(settings.dataDir, 'logs/postgres.log'));
  const start = () => startPostgres({ dataDir: dirname(clusterIn(settings.dataDir)), port, log, settings: SETTINGS });
  let server: EmbeddedPostgres;
  try {
    server = await start();
  } catch (error) {
    if (error instanceof PortTaken) throw portTaken(port, 'CURIO_PG_PORT');
    throw new StartError((error as Error).message);
  }
  let stopping = false;
  void (async () => {
    for (let pause = 200; ; pause = Math.min(30_000, pause * 2)) {
      await server.exited;
      if (stopping) return;
      say(`postgres ended; starting it again. Its log: ${join(settings.dataDir, 'logs/postgres.log')}`);
      try {
        server = await start();
        pause = 200;
        if (stopping) await server.stop();
        else say('postgres is back');
      } catch (error) {
        say(`postgres: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  })();
  await createDatabase(server.adminUrl);
  const ownerUrl = new URL(server.adminUrl);
  ownerUrl.pathname = `/${DATABASE}`;
  return {
    ownerUrl: ownerUrl.href,
    stop: () => {
      stopping = true;
      return server.stop();
    },
  };
}

async function createDatabase(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await admin.query(`create database ${DATABASE}`);
  } finally {
    await admin.end();
  }
}
