/** The directions of architecture: what each package may import, and the layers inside the engine. */

/** Package folder → the packages that its sources may import. Its tests may import anything. */
export const PACKAGES: Record<string, string[]> = {
  'packages/contracts': [],
  'packages/csv': ['packages/contracts'],
  'packages/engine': ['packages/contracts'],
  'packages/storage': ['packages/contracts'],
  'packages/sdk': ['packages/contracts'],
  db: ['packages/contracts'],
  'packages/serving': ['packages/contracts', 'packages/engine', 'packages/storage', 'db'],
  'packages/core': [
    'packages/contracts',
    'packages/csv',
    'packages/engine',
    'packages/storage',
    'packages/serving',
    'db',
  ],
  'apps/api': ['packages/contracts', 'packages/storage', 'packages/serving', 'packages/core', 'db'],
  'apps/worker': ['packages/contracts', 'packages/storage', 'packages/serving', 'packages/core', 'db'],
  'apps/studio': ['packages/contracts', 'packages/sdk'],
  'examples/bookshop': [],
};

/** The engine's folders from the lowest layer to the highest: a folder imports only its own layer and those before it. */
export const ENGINE_LAYERS = [
  ['data', 'math'],
  ['tensor', 'kernels', 'features'],
  ['algorithms', 'scoring'],
  ['artifact', 'ensemble', 'evaluation'],
  ['training'],
];

export const packageOf = (path: string): string | undefined =>
  Object.keys(PACKAGES).find((folder) => path.startsWith(`${folder}/`));

/** Which layer of the engine a source file belongs to; undefined for its index and for other packages. */
export function engineLayer(path: string): number | undefined {
  const folder = /^packages\/engine\/src\/([^/]+)\//.exec(path)?.[1];
  const layer = ENGINE_LAYERS.findIndex((folders) => folder !== undefined && folders.includes(folder));
  return layer === -1 ? undefined : layer;
}
