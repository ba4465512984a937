export { factorSystem, packColumns, packRowsOf, solveSystem, systemTimes, systemTransposeTimes } from './fold-in';
export { gramBlocks } from './gram';
export { encodeRows, ialsRows, rotateRows } from './ials';
export { matmulBlocks, packPanels, sweepPanels, sweepUpdate } from './matmul';
export {
  addNeighbours, clearSlots, countExcluded, linearScores, linearTop, neighbourMoments, quadraticForm, quantizeRows,
  spreadNeighbours, squaredNorms, topOfScores,
} from './linear';
export { productTopKRows, spmmRows } from './sparse';
export { topAllBlocks } from './top-all';
export { packItems } from './pack-items';
