export { factorSystem, packColumns, packRowsOf, solveSystem, systemTimes, systemTransposeTimes } from './fold-in';
export { addColumns, gramBlocks } from './gram';
export { encodeRows, ialsRows, rotateRows } from './ials';
export { matmulBlocks, packPanels, sweepPanels, sweepUpdate } from './matmul';
export {
  countExcluded, linearScores, linearTop, quadraticForm, quantizeRows, squaredNorms, topOfScores,
} from './linear';
export { addNeighbours, clearSlots, neighbourMoments, spreadNeighbours } from './neighbours';
export { productTopKRows, spmmRows } from './sparse';
export { topAllBlocks } from './top-all';
export { packItems } from './pack-items';
export { flushTiny } from './simd';
