import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportTask, Mapping } from '@curio/contracts';
import { applyImport } from '../src/imports/apply-import.ts';
import { getImport } from '../src/imports/get-import.ts';
import { setMapping } from '../src/imports/set-mapping.ts';
import { undoImport } from '../src/imports/undo-import.ts';
import { jobOf, newProject, type TestCore, upload } from './start-core.ts';

const mapping: Mapping = {
  columns: { u: { field: 'userId' }, i: { field: 'itemId' }, v: { field: 'value' }, t: { field: 'timestamp' } },
  defaults: { type: 'rating' },
};
const users = 100;
const at = '2026-01-01T00:00:00Z';

/**
 * Applies and undoes imports in processes that are killed at random moments (SIGKILL), and reads the rows all the while: every
 * reading must be the state before or the one after. A killed task is run again, killed again, and finished in the end.
 *
 * @returns the readings that were neither, and how many there were of each.
 */
export async function killImports(core: TestCore, kills: number, rows: number, random: () => number) {
  const projectId = await newProject(core);
  const fileOf = (value: number, count: number) =>
    ['u,i,v,t', ...Array.from({ length: count }, (_, row) => `u${row % users},i${row},${value},${at}`), ''].join('\n');
  const prepared = async (value: number, count: number): Promise<string> => {
    const { id } = await upload(core, projectId, 'interactions', fileOf(value, count));
    await setMapping(core.context, projectId, id, mapping);
    await applyImport(core.context, projectId, id, { mode: 'replace' });
    return id;
  };

  /** The number of rows, their lowest and highest value, and the project's count. */
  const read = async (): Promise<string> => {
    const { rows: found } = await core.owner.query<{ state: string }>(
      `select concat_ws(' ', count(x.user_number), min(value), max(value), (select coalesce(sum(interactions), 0)
         from project_counts c where c.project_number = p.number)) as state
       from projects p left join interactions x on x.project_number = p.number where p.id = $1 group by p.number`,
      [projectId],
    );
    return found[0]?.state ?? '';
  };
  const stateOf = (value: number, count: number) => `${count} ${value} ${value} ${count}`;

  const readings = { before: 0, after: 0, between: [] as string[], killed: 0 };
  let usual = 0;
  async function finish(id: string, task: ImportTask, before: string, after: string): Promise<void> {
    for (let running = true; running; ) {
      const kill = readings.killed < kills;
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'run-import-process.ts'), JSON.stringify(jobOf(core, projectId, id, task))],
        { env: { PATH: process.env.PATH, ...core.env }, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
      await once(child.stdout, 'data');
      const started = performance.now();
      // The first one is not killed: it shows how long they take.
      const timer = kill && usual > 0 ? setTimeout(() => child.kill('SIGKILL'), random() * usual * 1.2) : undefined;
      while (child.exitCode === null && child.signalCode === null) {
        const state = await read();
        if (state === before) readings.before++;
        else if (state === after) readings.after++;
        else readings.between.push(`${task}: ${state}`);
        await sleep(5);
      }
      clearTimeout(timer);
      const [code, signal] = await exited;
      if (signal === 'SIGKILL') readings.killed++;
      else if (code !== 0) throw new Error(`The process of the ${task} ended with ${code}`);
      else {
        usual = performance.now() - started;
        running = false;
      }
    }
    const state = await read();
    if (state !== after) readings.between.push(`${task}, finished: ${state}`);
  }

  await finish(await prepared(1, rows), 'apply', '0 0', stateOf(1, rows));
  for (let value = 2; readings.killed < kills; value++) {
    const [before, after] = [stateOf(1, rows), stateOf(value, rows + value)];
    const id = await prepared(value, rows + value);
    await finish(id, 'apply', before, after);
    const { rows: counts } = await getImport(core.context, projectId, id);
    if (counts?.changed !== rows || counts.new !== value) throw new Error(`Wrong counts: ${JSON.stringify(counts)}`);
    await undoImport(core.context, projectId, id);
    await finish(id, 'undo', after, before);
  }
  return readings;
}
