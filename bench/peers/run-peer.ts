import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A Python with numpy, scipy and implicit, named by CURIO_PEERS_PYTHON; undefined where it is not set. */
export const peersPython = process.env.CURIO_PEERS_PYTHON;

/**
 * Runs one script of this folder and parses the JSON object in the last line of its output. Throws with its stderr when it
 * fails.
 */
export async function runPeer(script: string, args: (string | number)[]): Promise<Record<string, unknown>> {
  if (peersPython === undefined) throw new Error('CURIO_PEERS_PYTHON does not name a Python.');
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(peersPython, [path, ...args.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes;
  });
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${errors.trim()}`);
  const answer: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  if (typeof answer !== 'object' || answer === null) throw new Error(`${script} did not print an object.`);
  return { ...answer };
}
