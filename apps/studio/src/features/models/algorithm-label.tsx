'use client';

import { useAlgorithms } from './use-algorithms.ts';

export function AlgorithmLabel({ name }: { name: string }) {
  return useAlgorithms().label(name);
}
