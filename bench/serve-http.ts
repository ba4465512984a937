import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mapping } from '@curio/contracts';
import type { Dataset } from '../packages/engine/src/training/index.ts';
import { type Log, percentile, row } from './measure.ts';
import { type MeasuredCurio, startCurio } from './serve-curio.ts';
import { openSource, type Source, sources } from './serve-data.ts';

const projects = [
  { source: sources.movielens, algorithm: 'hybrid' as const },
  { source: sources.gowalla, algorithm: 'ials' as const },
];
/** A data set with fewer users gets copies of them, with the same histories. */
const leastUsers = 3000;
const callers = [1, 16, 64];
const warmUpMs = 2000;
const measuredMs = 5000;
const batch = 500;

interface Project {
  id: string;
  key: string;
  name: string;
  users: string[];
  items: string[];
}

/** Requests per second and their milliseconds over HTTP. Postgres, the API and the clients run on this machine. */
export async function speedOfRequests(dataDir: string, log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  let curio: MeasuredCurio;
  try {
    curio = await startCurio();
  } catch (error) {
    log(`over HTTP: skipped, Curio does not start here: ${(error as Error).message}`);
    return figures;
  }
  try {
    for (const { source, algorithm } of projects) {
      const started = performance.now();
      const project = await fill(curio, source, algorithm, dataDir);
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      log(`${project.name}: ${project.users.length} users, ${algorithm}; imported and trained in ${seconds} s`);
      const record = (key: string, what: string, load: Load, per = 'requests', each = 1) => {
        const rate = (load.times.length * each * 1000) / load.milliseconds;
        figures[`serve.http.${project.key}.${key}.${per}_per_second`] = rate;
        const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(load.times, share));
        Object.assign(figures, {
          [`serve.http.${project.key}.${key}.p50_ms`]: p50,
          [`serve.http.${project.key}.${key}.p95_ms`]: p95,
          [`serve.http.${project.key}.${key}.p99_ms`]: p99,
        });
        const shown = [p50, p95, p99].map((ms) => ms!.toFixed(1)).join(', ');
        log(row(`  ${what}`, `${rate.toFixed(0)} ${per}/s`, `p50, p95, p99: ${shown} ms`));
      };
      let next = 0;
      const ask = (explain: boolean) => () => ({
        path: `/v1/projects/${project.id}/recommendations`,
        body: { userId: project.users[next++ % project.users.length], n: 10, explain },
      });
      for (const count of callers) {
        record(`c${count}`, `ten items, callers at a time: ${count}`, await put(curio, count, ask(false)));
      }
      record('c16_explained', 'the same with reasons, 16 callers', await put(curio, 16, ask(true)));
      const event = () => ({
        userId: project.users[next++ % project.users.length],
        itemId: project.items[(next * 7919) % project.items.length],
        type: 'view',
      });
      const path = `/v1/projects/${project.id}/events`;
      const single = await put(curio, 16, () => ({ path, body: event() }));
      record('events_c16', 'one event a request, 16 callers', single, 'events');
      const events = () => ({ events: Array.from({ length: batch }, event) });
      const many = await put(curio, 4, () => ({ path, body: events() }));
      record(`events_by_${batch}`, `${batch} events a request, 4 callers`, many, 'events', batch);
    }
  } finally {
    await curio.stop();
  }
  return figures;
}

async function fill(
  curio: MeasuredCurio,
  source: Source,
  algorithm: 'hybrid' | 'ials',
  dataDir: string,
): Promise<Project> {
  const { dataset, key, name } = await openSource(source, dataDir);
  const id = await curio.addProject(name);
  await curio.importCsv(id, 'items', itemsMapping, itemRows(dataset));
  await curio.importCsv(id, 'interactions', eventsMapping, eventRows(dataset, ['']));
  await curio.train(id, { algorithm });
  const copies = Math.ceil(leastUsers / dataset.userIds.length);
  const suffixes = Array.from({ length: copies - 1 }, (_, copy) => `-${copy + 1}`);
  if (copies > 1) await curio.importCsv(id, 'interactions', eventsMapping, eventRows(dataset, suffixes));
  const users = ['', ...suffixes].flatMap((suffix) => dataset.userIds.map((user) => user + suffix));
  // Shuffled, so that successive requests do not read neighbouring rows of a table.
  const shuffled = users.map((_, n) => users[(n * 7919) % users.length]!);
  return { id, key, name, users: users.length % 7919 === 0 ? users : shuffled, items: dataset.itemIds };
}

const itemsMapping: Mapping = {
  columns: { id: { field: 'itemId' }, title: { field: 'title' }, categories: { field: 'categories', separator: '|' } },
};
const eventsMapping: Mapping = {
  columns: {
    user: { field: 'userId' },
    item: { field: 'itemId' },
    type: { field: 'type' },
    time: { field: 'timestamp' },
  },
};

async function* itemRows({ itemIds, itemRecords }: Dataset): AsyncIterable<Uint8Array> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = itemIds.map((id, item) => {
    const record = itemRecords[item];
    return `${quoted(id)},${quoted(record?.title ?? `Place ${id}`)},${quoted((record?.categories ?? []).join('|'))}`;
  });
  yield new TextEncoder().encode(`id,title,categories\n${rows.join('\n')}\n`);
}

async function* eventRows({ matrix, userIds, itemIds }: Dataset, suffixes: string[]): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode('user,item,type,time\n');
  for (const suffix of suffixes) {
    for (let user = 0; user < userIds.length; user++) {
      let rows = '';
      for (let at = matrix.indptr[user]; at < matrix.indptr[user + 1]; at++) {
        // Data without times gets increasing times in the order of the rows.
        const time = new Date((matrix.times[at] || 1_500_000_000 + at - matrix.indptr[user]) * 1000).toISOString();
        rows += `"${userIds[user]}${suffix}","${itemIds[matrix.indices[at]]}",purchase,${time}\n`;
      }
      yield encoder.encode(rows);
    }
  }
}

interface Load {
  /** Milliseconds of each request that began within the measured time. */
  times: number[];
  milliseconds: number;
}

/** Sends requests from concurrent clients, each of which waits for the answer of one before the next. Throws on a 4xx or 5xx. */
async function put(curio: MeasuredCurio, count: number, next: () => { path: string; body: unknown }): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const times: number[] = [];
  const began = performance.now() + warmUpMs;
  const until = began + measuredMs;
  try {
    await Promise.all(
      Array.from({ length: count }, async () => {
        for (let now = performance.now(); now < until; now = performance.now()) {
          const { path, body } = next();
          await post(agent, curio, path, JSON.stringify(body));
          if (now >= began) times.push(performance.now() - now);
        }
      }),
    );
  } finally {
    agent.destroy();
  }
  const milliseconds = performance.now() - began;
  await sleep(300);
  return { times, milliseconds };
}

function post(agent: Agent, { url, key }: MeasuredCurio, path: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-api-key': key, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url + path, { agent, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve();
        else reject(new Error(`${path} was answered ${status}: ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

if (import.meta.main) await speedOfRequests(process.env.CURIO_DATASETS ?? '../shared/datasets', console.log);
