import { type LoadResult, sendLoad } from './load.ts';
import { type Log, row } from './measure.ts';
import { type Bare, startBare } from './serve-bare.ts';
import { startCurio } from './serve-curio.ts';
import { measureEvents } from './serve-events.ts';
import { measureLoad } from './serve-load-model.ts';
import { type Catalogue, catalogues, type FilledProject, fillProject, users } from './serve-project.ts';
import { measureSwap } from './serve-swap.ts';
import { measureVisible } from './serve-visible.ts';
import { drawByZipf, shuffled } from './serve-world.ts';

const connections = 32;
const warmUpSeconds = 2;
const seconds = 8;
/** At most: where it does not suffice for every user, those that were reached are the warm ones. */
const coldSeconds = 30;
/** Users asked before anything is measured: the model and the catalogue are loaded by then. */
const firstUsers = 200;

/** Figures `serve.<catalogue>.*`, `events.*`, `serve.visible.*` and `serve.swap.*` on generated data. */
export async function speedOfGenerated(parts: ReadonlySet<string>, log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const name of Object.keys(catalogues) as Catalogue[]) {
    const small = name === '10k' && ['events', 'swap'].some((part) => parts.has(part));
    if (!parts.has(name) && !small) continue;
    const curio = await startCurio({ modelMegabytes: 3_000 });
    try {
      const project = await fillProject(curio, name, log);
      if (parts.has(name)) Object.assign(figures, await measureCatalogue(project, name, log));
      if (name === '10k' && parts.has('swap')) Object.assign(figures, await measureSwap(project, log));
      if (name === '10k' && parts.has('events')) Object.assign(figures, await measureEvents(project, log));
    } finally {
      await curio.stop();
    }
  }
  if (parts.has('visible')) {
    const curio = await startCurio({ replicas: 3 });
    try {
      Object.assign(figures, await measureVisible(await fillProject(curio, '10k', log), log));
    } finally {
      await curio.stop();
    }
  }
  return figures;
}

/** A filter, an exclusion and reasons, as `serve.*.full` asks for them. */
const fullQuery = {
  n: 10,
  filter: { and: [{ field: 'price', lte: 40 }, { not: { field: 'categories', in: ['Category 3', 'Category 7'] } }] },
  rules: { exclude: ['item-1', 'item-2', 'item-3'] },
  explain: true,
};

async function measureCatalogue(project: FilledProject, name: Catalogue, log: Log): Promise<Record<string, number>> {
  const { curio, id, versions } = project;
  const figures: Record<string, number> = {};
  const key = `serve.${name}`;
  const order = shuffled(project.world.userIds, 1);
  const first = order.splice(0, firstUsers);
  const bare = await startBare();
  try {
    await ask(project, first, { seconds: 1, callers: 4 });
    const cold = await ask(project, order, { seconds: coldSeconds, warmUp: 0, once: true });
    figures[`${key}.cold_users_per_second`] = cold.perSecond;
    log(row('  first request of each user', `${cold.perSecond.toFixed(0)} users/s`, times(cold)));
    // Every connection asked for the users of its share in this order: those it reached are in memory now.
    const share = Math.floor(order.length / connections);
    const reached = (cold.answers / connections) * 0.9;
    const known = order.filter((_, at) => at < share * connections && at % share < reached);
    const warm = known.length >= connections ? known : order.slice(0, connections);

    const before = await askBare(bare, warm);
    const record = (figure: string, what: string, result: LoadResult) => {
      figures[`${key}.${figure}.per_second`] = result.perSecond;
      figures[`${key}.${figure}.loaded_p50_ms`] = result.p50;
      figures[`${key}.${figure}.loaded_p99_ms`] = result.p99;
      log(row(`  ${what}`, `${result.perSecond.toFixed(0)} answers/s`, times(result)));
    };
    const compare = (figure: string, result: LoadResult, against: LoadResult) => {
      figures[`${key}.${figure}.ratio_to_bare`] = result.perSecond / against.perSecond;
    };
    const ials = await ask(project, warm, {});
    record('ials', `ials, ${warm.length} users in turn, none of them cold`, ials);
    const zipf = await ask(project, drawByZipf(warm, users, 2), {});
    record('ials_zipf', 'ials, users by Zipf', zipf);
    const half = await ask(project, warm, { rate: Math.round(ials.perSecond / 2) });
    figures[`${key}.p99_ms_at_half`] = half.p99;
    log(row('  ials at half of that load', `p99 ${half.p99.toFixed(1)} ms`, times(half)));
    const one = await ask(project, warm, { callers: 1 });
    figures[`${key}.ials.p50_ms`] = one.p50;
    log(row('  ials, one caller', `p50 ${one.p50.toFixed(2)} ms`, times(one)));

    await curio.promote(id, versions.blend);
    await ask(project, warm, { seconds: 2 });
    const blend = await ask(project, warm, {});
    record('blend', 'blend of ials, item-knn and content', blend);
    const full = await ask(project, warm, { query: fullQuery });
    record('full', 'the blend with filter, exclude and explain', full);
    const oneOfBlend = await ask(project, warm, { callers: 1 });
    figures[`${key}.blend.p50_ms`] = oneOfBlend.p50;
    log(row('  blend, one caller', `p50 ${oneOfBlend.p50.toFixed(2)} ms`, times(oneOfBlend)));
    await curio.promote(id, versions.ials);
    const { databaseUrl, workspaceId } = curio;
    const model = { databaseUrl, workspaceId, projectId: id, version: versions.ials };
    Object.assign(figures, await measureLoad(model, project.artifactBytes, key, log));

    // Before and after, because other processes of the machine come and go.
    const after = await askBare(bare, warm);
    const mean = { ...before, perSecond: (before.perSecond + after.perSecond) / 2 };
    record('bare', `a bare Hono route (${before.perSecond.toFixed(0)} and ${after.perSecond.toFixed(0)})`, mean);
    compare('ials', ials, mean);
    compare('ials_zipf', zipf, mean);
    compare('blend', blend, mean);
    compare('full', full, mean);
    for (const figure of ['ials', 'ials_zipf', 'blend', 'full'])
      log(row(`  ${figure}, relative to bare`, figures[`${key}.${figure}.ratio_to_bare`]!.toFixed(3)));
  } finally {
    await bare.stop();
  }
  return figures;
}

const times = ({ p50, p99, errors }: LoadResult) =>
  `p50, p99: ${p50.toFixed(1)}, ${p99.toFixed(1)} ms${errors > 0 ? `; ${errors} errors` : ''}`;

interface Asked {
  query?: object;
  callers?: number;
  rate?: number;
  seconds?: number;
  warmUp?: number;
  /** Each user once. */
  once?: boolean;
}

/** Requests of ten items for the users in turn. Throws where one is refused: a refusal costs less than an answer. */
async function ask({ curio, id }: FilledProject, userIds: string[], asked: Asked): Promise<LoadResult> {
  const { query = { n: 10 }, callers = connections, rate } = asked;
  const rest = JSON.stringify(query).slice(1);
  const result = await sendLoad({
    url: `${curio.url}/v1/projects/${id}/recommendations`,
    headers: { 'x-api-key': curio.key, 'content-type': 'application/json' },
    before: '{"userId":"',
    after: `",${rest}`,
    values: userIds,
    connections: callers,
    warmUpSeconds: asked.warmUp ?? warmUpSeconds,
    seconds: asked.seconds ?? seconds,
    ...(rate === undefined ? {} : { rate }),
    ...(asked.once ? { amount: Math.floor(userIds.length / callers) * callers } : {}),
  });
  if (result.errors > 0) throw new Error(`${result.errors} requests failed: ${result.firstError ?? 'no answer'}`);
  return result;
}

function askBare({ url }: Bare, userIds: string[]): Promise<LoadResult> {
  return sendLoad({
    url,
    headers: { 'x-api-key': 'none', 'content-type': 'application/json' },
    before: '{"userId":"',
    after: '","n":10}',
    values: userIds,
    connections,
    warmUpSeconds,
    seconds,
  });
}
