export type { AlgorithmDefinition, DataSize, ParamDescription } from '../algorithms/definition.ts';
export { algorithms } from '../algorithms/index.ts';
export { DatasetBuilder } from '../data/builder.ts';
export type { Dataset } from '../data/dataset.ts';
export { DataError, DivergedError } from '../data/errors.ts';
export type { BuildOptions } from '../data/records.ts';
export type { Incumbent, TrainHooks, TrainOptions, TrainResult } from './options.ts';
export { train } from './pipeline.ts';
