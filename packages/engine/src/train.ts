export type { AlgorithmDefinition, AlgorithmName, DataSize, ParamDescription } from './algorithms/definition.ts';
export { algorithms } from './algorithms/index.ts';
export { type BuildOptions, DatasetBuilder } from './dataset/builder.ts';
export type { Dataset } from './dataset/dataset.ts';
export { DataError, DivergedError } from './errors.ts';
export { type TrainHooks, type TrainOptions, type TrainResult, train } from './train-model.ts';
