import { join } from 'node:path';
import { ROOT, runProgram } from '../process/run-program.ts';
import { type Settings, StartError } from '../settings/settings.ts';

/**
 * Migrates in a separate process, whose memory is freed afterwards, and returns the URL of the role that the API and the
 * worker use. Throws a StartError.
 */
export async function prepareDatabase(
  ownerUrl: string,
  appPassword: string,
  settings: Settings,
  stopped: AbortSignal,
): Promise<string> {
  const appUrl = new URL(ownerUrl);
  appUrl.username = `${decodeURIComponent(appUrl.pathname.slice(1))}_app`;
  appUrl.password = appPassword;
  const env = {
    DATABASE_URL: ownerUrl,
    CURIO_APP_PASSWORD: appPassword,
    CURIO_APP_ROLE: decodeURIComponent(appUrl.username),
  };
  const script = join(ROOT, 'scripts/db/migrate.ts');
  const { ok, output } = await runProgram('migrate', process.execPath, [script], { env, stopped });
  if (!ok) throw new StartError(`${settings.databaseUrl ? 'DATABASE_URL: ' : ''}${output.replace(/^curio: /, '')}`);
  return appUrl.href;
}
