import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitLogs, openLogFile } from '../scripts/process/log-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'curio-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('returns the end of the text written since it was opened, and nothing older', () => {
  const path = join(folder, 'api.log');
  writeFileSync(path, 'an earlier run\n');
  const log = openLogFile(path);
  writeSync(log.fd, 'port taken\n');
  expect(log.tail()).toBe('port taken\n');
  log.close();
  appendFileSync(path, 'x'.repeat(100_000));
  expect(log.tail()).toBe('x'.repeat(8_192));
});

it('rotates a large log while a process goes on writing to it', () => {
  const path = join(folder, 'api.log');
  const log = openLogFile(path);
  truncateSync(path, 21_000_000);
  limitLogs(folder)();
  expect(statSync(`${path}.1`).size).toBe(21_000_000);
  writeSync(log.fd, 'goes on\n');
  expect(statSync(path).size).toBe(8);
  expect(log.tail()).toBe('goes on\n');
  log.close();
});

it('does not rotate a small log', () => {
  writeFileSync(join(folder, 'api.log'), 'short\n');
  limitLogs(folder)();
  expect(existsSync(join(folder, 'api.log.1'))).toBe(false);
});
