import { algorithmNamed } from '../packages/engine/src/algorithms/index.ts';
import { completeParams } from '../packages/engine/src/algorithms/params.ts';
import { TrainingContext } from '../packages/engine/src/algorithms/training-context.ts';
import { encodeArtifact } from '../packages/engine/src/artifact/format.ts';
import { type HistoryEvent, loadArtifact, type ServableModel } from '../packages/engine/src/artifact/index.ts';
import { modelArrays } from '../packages/engine/src/artifact/model-arrays.ts';
import { rotateFactors } from '../packages/engine/src/artifact/rotate-factors.ts';
import { fitModel } from '../packages/engine/src/ensemble/fit-model.ts';
import { ensembleSpec, type ModelSpec, singleMemberSpec } from '../packages/engine/src/ensemble/spec.ts';
import type { Dataset } from '../packages/engine/src/training/index.ts';
import { type Log, percentile, row } from './measure.ts';
import { uniformNumbers } from './planted-interactions.ts';
import { openSource, sources } from './serve-data.ts';

const specs: { key: string; spec: ModelSpec }[] = [
  {
    key: 'item_knn',
    spec: singleMemberSpec(algorithmNamed('item-knn'), completeParams(algorithmNamed('item-knn'), {})),
  },
  ...[64, 128, 256].map((factors) => ({
    key: `ials${factors}`,
    spec: singleMemberSpec(algorithmNamed('ials'), completeParams(algorithmNamed('ials'), { factors, iterations: 4 })),
  })),
  { key: 'blend', spec: blendOf({ ials: 1, 'item-knn': 0.8, popular: 0.1 }) },
];
/** For data sets with titles and categories. */
const hybrid = { key: 'blend', spec: blendOf({ ials: 1, 'item-knn': 0.8, content: 0.3, popular: 0.1 }) };

/** The API retrieves this many items for a list of ten, because some are removed afterwards. */
const asked = 30;
const callers = 400;
const warmUp = 60;
const longestHistory = 2000;

/** Milliseconds of one recommendation by a loaded model on one thread, for distinct users with their whole histories. */
export async function speedOfServing(dataDir: string, log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const source of Object.values(sources)) {
    const { dataset, key: size, name } = await openSource(source, dataDir);
    const histories = historiesOf(dataset, callers + warmUp);
    const lengths = histories.map((history) => history.length);
    log(
      `${name}: ${dataset.itemIds.length} items; histories of ${percentile(lengths, 0.5)} (p50), ${percentile(lengths, 0.95)} (p95) events`,
    );
    const context = new TrainingContext(dataset, { seed: 1, threads: 2, signal: new AbortController().signal });
    const described = dataset.itemRecords.some((record) => record);
    for (const { key, spec } of [...specs.slice(0, -1), described ? hybrid : specs.at(-1)!]) {
      const model = await modelOf(context, spec);
      for (const explain of [false, true]) {
        const times = timeCallers(model, histories, explain);
        const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
        const figure = `serve.engine.${size}.${key}${explain ? '_explained' : ''}`;
        figures[`${figure}.p50_ms`] = p50;
        figures[`${figure}.p95_ms`] = p95;
        const parts = spec.members.map(({ algorithm }) => algorithm.name).join(' + ');
        const what = `${key.startsWith('ials') ? key : parts}${explain ? ', with reasons' : ''}`;
        log(row(`  ${what}`, `${p50.toFixed(3)} ms`, `p95 ${p95.toFixed(3)} ms`));
      }
    }
    await context.close();
  }
  return figures;
}

function timeCallers(model: ServableModel, histories: HistoryEvent[][], explain: boolean): number[] {
  return histories
    .map((history) => {
      const started = performance.now();
      answer(model, history, explain);
      return performance.now() - started;
    })
    .slice(warmUp);
}

/** As the serving pipeline does it: seen items are excluded, then candidates are retrieved and explained. */
function answer(model: ServableModel, history: HistoryEvent[], explain: boolean): void {
  const query = { history };
  const items = history.map((event) => model.indexOf(event.itemId)).filter((item) => item >= 0);
  const candidates = model.retrieve(query, asked, { items });
  if (explain) model.explain(query, candidates.items);
}

async function modelOf(context: TrainingContext, spec: ModelSpec): Promise<ServableModel> {
  return loadArtifact(await artifactOf(context, spec));
}

/** A model fitted to the whole data set, as the bytes that a version stores. */
export async function artifactOf(context: TrainingContext, spec: ModelSpec): Promise<Uint8Array> {
  const { dataset, signal } = context;
  // In the form that a training writes.
  const model = rotateFactors(await fitModel({ context, spec, matrix: dataset.matrix, signal, onProgress: () => {} }));
  const head = { algorithm: spec.name, kind: spec.kind, params: {}, rules: dataset.rules };
  return encodeArtifact({ ...head, scorer: model.spec }, modelArrays(dataset, model));
}

/** Histories of some users, newest first, as the API reads them. */
function historiesOf(dataset: Dataset, count: number): HistoryEvent[][] {
  const { indptr, indices, times } = dataset.matrix;
  const uniform = uniformNumbers(1);
  const users = dataset.userIds.map((_, user) => user).sort(() => uniform() - 0.5);
  return users
    .filter((user) => indptr[user + 1] > indptr[user])
    .slice(0, count)
    .map((user) =>
      Array.from({ length: indptr[user + 1] - indptr[user] }, (_, n) => {
        const at = indptr[user] + n;
        return { itemId: dataset.itemIds[indices[at]], type: 'purchase', time: times[at] };
      })
        .sort((a, b) => b.time - a.time)
        .slice(0, longestHistory),
    );
}

export function blendOf(
  weights: Record<string, number>,
  params: Record<string, Parameters<typeof completeParams>[1]> = {},
): ModelSpec {
  const members = Object.entries(weights).map(([name, weight]) => {
    const algorithm = algorithmNamed(name);
    return { algorithm, params: completeParams(algorithm, params[name] ?? {}), weight, countShrinkage: 0 };
  });
  return ensembleSpec(members);
}

if (import.meta.main) await speedOfServing(process.env.CURIO_DATASETS ?? '../shared/datasets', console.log);
