import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/run-program.ts';

/** An editor saves in several steps, and a branch change touches many files: they are one change. */
const QUIET_MS = 150;

/** Calls `onChange` once after changes of TypeScript files under `folders` (paths from the root). Returns the end of it. */
export function watchSources(folders: string[], onChange: (path: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
      if (!name || !/\.(ts|json|sql)$/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => onChange(join(folder, name)), QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
