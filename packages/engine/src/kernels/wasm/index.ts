export { factorSystem, packColumns, packRowsOf, solveSystem, systemTimes, systemTransposeTimes } from './fold-in';
export { gramBlocks } from './gram';
export { encodeRows, ialsRows, rotateRows } from './ials';
export { matmulBlocks, packPanels, sweepPanels, sweepUpdate } from './matmul';
export { packItems, quantizeItems, scorePairs, topQuantized, topScan } from './ranker';
export { productTopKRows, spmmRows } from './sparse';
export { topAllBlocks } from './top-all';
