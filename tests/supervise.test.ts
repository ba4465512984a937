import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSupervisor, type Service, type Supervisor } from '../scripts/launcher/supervise.ts';
import { identify } from '../scripts/process/process-identity.ts';

let logDir: string;
let supervisor: Supervisor;
let said: string[];
let pids: number[];
beforeEach(() => {
  logDir = mkdtempSync(join(tmpdir(), 'curio-supervise-'));
  said = [];
  pids = [];
  supervisor = createSupervisor(
    logDir,
    (line) => said.push(line),
    (now) => {
      pids = now;
    },
    300,
  );
});
afterEach(async () => {
  await supervisor.stop();
  rmSync(logDir, { recursive: true, force: true });
});

const service = (script: string): Service => ({
  name: 'thing',
  command: process.execPath,
  args: ['-e', script],
  env: process.env,
  ready: ({ seen }) => seen(/here I am/),
});
const log = () => readFileSync(join(logDir, 'thing.log'), 'utf8');
const gone = (pid: number) => vi.waitFor(() => expect(identify(pid)).toBeUndefined(), { timeout: 5_000 });

describe('the supervisor', () => {
  it('resolves when the service is ready, and writes its log', async () => {
    await supervisor.start(service(`console.log('here I am'); setInterval(() => {}, 1000)`));
    expect(pids).toHaveLength(1);
    expect(log()).toContain('here I am');
  });

  it('throws with the end of the log of a service that cannot start', async () => {
    await expect(supervisor.start(service(`console.error('CURIO_X is wrong'); process.exit(3)`))).rejects.toThrow(
      /thing could not start: exit code 3\nCURIO_X is wrong/,
    );
  });

  it('restarts a service after kill -9, and reports it', async () => {
    await supervisor.start(service(`console.log('here I am', process.pid); setInterval(() => {}, 1000)`));
    const [first] = pids;
    process.kill(first!, 'SIGKILL');
    await vi.waitFor(() => expect(said.join('\n')).toMatch(/thing ended \(SIGKILL\)[\s\S]*thing is back/), {
      timeout: 10_000,
    });
    expect(pids).toHaveLength(1);
    expect(pids[0]).not.toBe(first);
  });

  it('stops a service that ignores SIGTERM, and the processes it had started', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
    await supervisor.start(
      service(
        `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}]);
         ${stubborn} console.log('here I am; child', child.pid)`,
      ),
    );
    const [own] = pids;
    const child = Number(/child (\d+)/.exec(log())![1]);
    await supervisor.stop();
    await gone(own!);
    await gone(child);
  });

  it('starts nothing once it is stopping', async () => {
    await supervisor.stop();
    await expect(supervisor.start(service(`console.log('here I am')`))).rejects.toThrow(/stopping/);
  });
});
