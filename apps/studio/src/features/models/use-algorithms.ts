import type { Algorithm } from '@curio/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '@/api/provider.tsx';

export interface Algorithms {
  /** `auto` first; empty until the list is loaded. */
  list: readonly Algorithm[];
  /** The label of an algorithm; “…” until the list is loaded. */
  label(name: string): string;
  /** "L2 regularisation (λ)", or the parameter's name where the algorithm has none of this name. */
  paramLabel(algorithm: string, param: string): string;
}

/** The engine's registry of algorithms, loaded once per page. */
export function useAlgorithms(): Algorithms {
  const api = useApi();
  const { data, isPending } = useQuery({
    queryKey: ['algorithms'],
    queryFn: () => api.models.algorithms(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => labelAlgorithms(data?.data ?? [], isPending), [data, isPending]);
}

function labelAlgorithms(list: readonly Algorithm[], isPending: boolean): Algorithms {
  const byName = new Map(list.map((algorithm) => [algorithm.name, algorithm]));
  return {
    list,
    label: (name) => (isPending ? '…' : (byName.get(name)?.label ?? name)),
    paramLabel: (algorithm, param) => {
      const found = byName.get(algorithm)?.params.find(({ name }) => name === param);
      if (!found) return param;
      return found.symbol ? `${found.label} (${found.symbol})` : found.label;
    },
  };
}
