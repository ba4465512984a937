import { vi } from 'vitest';
import { algorithmSuite } from './algorithm-suite.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

// Those that use the tensor library; the others run the same code on any backend.
algorithmSuite(['ncf', 'two-tower'], 'cpu');
