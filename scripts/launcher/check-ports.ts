import { createServer } from 'node:net';
import { portTaken, type Settings } from '../settings/settings.ts';

/** Throws a StartError that names the first taken port and the variable that changes it. */
export async function checkPorts(settings: Settings): Promise<void> {
  const wanted = [
    [settings.studioPort, 'CURIO_STUDIO_PORT'],
    [settings.apiPort, 'CURIO_API_PORT'],
    [settings.postgresPort, 'CURIO_PG_PORT'],
  ] as const;
  for (const [port, variable] of wanted) {
    if (port !== undefined && !(await isFree(port))) throw portTaken(port, variable);
  }
}

/** On every address: something on 127.0.0.1 alone would answer in our place as well. */
async function isFree(port: number): Promise<boolean> {
  for (const host of [undefined, '127.0.0.1']) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer().once('error', () => resolve(false));
      server.listen(port, host, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}
