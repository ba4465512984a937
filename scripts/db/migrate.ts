/**
 * Brings an outside database to the latest schema and makes the app's role: what a container runs once before the API.
 * Reads DATABASE_URL (the owner's), CURIO_APP_PASSWORD (the password that the app's role gets) and CURIO_APP_ROLE (its
 * name; `<database>_app` if not set).
 */
import { migrate } from '@curio/db/migrate';

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`curio: ${name} is not set`);
  process.exit(1);
}

const databaseUrl = required('DATABASE_URL');
const appPassword = required('CURIO_APP_PASSWORD');
const appRole = process.env.CURIO_APP_ROLE;
try {
  const { appUrl, applied } = await migrate(databaseUrl, { appPassword, ...(appRole ? { appRole } : {}) });
  console.log(`${applied.length} migrations applied; the app connects as ${new URL(appUrl).username}`);
} catch (error) {
  console.error(
    `curio: the database could not be prepared: ${(error as Error).message || (error as { code?: string }).code}`,
  );
  process.exit(1);
}
