/** Log files that processes write to directly, so that they go on when the process that started them is killed. */
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const LIMIT_BYTES = 20_000_000;
const CHECK_MS = 60_000;
const TAIL_BYTES = 8_192;

export interface LogFile {
  /** For a child's standard output and error. */
  fd: number;
  /** The text written since it was opened, at most the last 8 kB. */
  tail(): string;
  /** Closes this process's descriptor; the child keeps its own. */
  close(): void;
}

export function openLogFile(path: string): LogFile {
  const fd = openSync(path, 'a+');
  const from = statSync(path).size;
  return {
    fd,
    tail: () => {
      const size = statSync(path).size;
      const start = Math.max(from > size ? 0 : from, size - TAIL_BYTES);
      const bytes = Buffer.alloc(size - start);
      const reader = openSync(path, 'r');
      try {
        return bytes.toString('utf8', 0, readSync(reader, bytes, 0, bytes.length, start));
      } finally {
        closeSync(reader);
      }
    },
    close: () => closeSync(fd),
  };
}

/** Appends lines, for output that this process reads in any case. */
export function openLog(path: string): (line: string) => void {
  mkdirSync(dirname(path), { recursive: true });
  return (line) => appendFileSync(path, `${line}\n`);
}

/**
 * Keeps each log and one before it, at most 20 MB each. A log is copied and then emptied ("copytruncate"): processes that
 * write to it keep the same file. Rotating libraries write through the parent process, which a kill -9 would cut off.
 */
export function limitLogs(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const check = () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
      const path = join(folder, name);
      if (statSync(path).size < LIMIT_BYTES) continue;
      copyFileSync(path, `${path}.1`);
      truncateSync(path);
    }
  };
  check();
  const timer = setInterval(check, CHECK_MS).unref();
  return () => clearInterval(timer);
}
