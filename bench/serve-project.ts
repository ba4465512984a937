import { algorithmNamed } from '../packages/engine/src/algorithms/index.ts';
import { completeParams } from '../packages/engine/src/algorithms/params.ts';
import { TrainingContext } from '../packages/engine/src/algorithms/training-context.ts';
import { type ModelSpec, singleMemberSpec } from '../packages/engine/src/ensemble/spec.ts';
import type { Log } from './measure.ts';
import type { MeasuredCurio } from './serve-curio.ts';
import { artifactOf, blendOf } from './serve-engine.ts';
import { createWorld, type World } from './serve-world.ts';

export const users = 50_000;
export const catalogues = {
  '10k': { items: 10_000, interactions: 800_000 },
  '100k': { items: 100_000, interactions: 1_000_000 },
  '1m': { items: 1_000_000, interactions: 2_000_000 },
} as const;
export type Catalogue = keyof typeof catalogues;

export interface FilledProject {
  curio: MeasuredCurio;
  id: string;
  world: World;
  versions: { ials: number; blend: number };
  /** Of the artifact of `ials`. */
  artifactBytes: number;
}

/** Imports a generated catalogue with its events, fits two models to them, and makes `ials` live. */
export async function fillProject(curio: MeasuredCurio, name: Catalogue, log: Log): Promise<FilledProject> {
  const { items, interactions } = catalogues[name];
  const started = performance.now();
  const world = createWorld(users, items, interactions);
  const id = await curio.addProject(`Generated ${name}`);
  await curio.importCsv(id, 'items', itemsMapping, world.itemsCsv());
  await curio.importCsv(id, 'interactions', eventsMapping, world.eventsCsv());
  // α₀ · items as in the smallest catalogue: with the default of α₀, and as few events per item, λ removes every dimension of
  // the large ones, and what is measured is a model without factors.
  const unobservedWeight = 0.1 * (catalogues['10k'].items / items);
  const ials = { factors: 64, iterations: 4, unobservedWeight };
  const specs: Record<'ials' | 'blend', ModelSpec> = {
    ials: singleMemberSpec(algorithmNamed('ials'), completeParams(algorithmNamed('ials'), ials)),
    blend: blendOf({ ials: 1, 'item-knn': 0.8, content: 0.3 }, { ials }),
  };
  const context = new TrainingContext(world.dataset, { seed: 1, threads: 2, signal: new AbortController().signal });
  const counts = { items, users, interactions: world.dataset.interactionCount };
  const add = async (spec: ModelSpec) => {
    const artifact = await artifactOf(context, spec);
    const version = await curio.addVersion(id, { artifact, algorithm: spec.name, kind: spec.kind, ...counts });
    return { version, bytes: artifact.length };
  };
  // The last one stays live.
  const blend = await add(specs.blend);
  const single = await add(specs.ials);
  await context.close();
  log(
    `${name}: ${items} items, ${users} users, ${counts.interactions} interactions (generated), d = 64; imported and fitted in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  return { curio, id, world, versions: { ials: single.version, blend: blend.version }, artifactBytes: single.bytes };
}

const itemsMapping = {
  columns: {
    id: { field: 'itemId' as const },
    title: { field: 'title' as const },
    categories: { field: 'categories' as const, separator: '|' },
    price: { field: 'price' as const },
  },
};
const eventsMapping = {
  columns: {
    user: { field: 'userId' as const },
    item: { field: 'itemId' as const },
    type: { field: 'type' as const },
    time: { field: 'timestamp' as const },
  },
};
