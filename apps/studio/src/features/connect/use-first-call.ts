import type { Key } from '@curio/contracts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { keysKey } from '@/features/keys/queries.ts';

const pollMs = 2500;

export interface KeyUse {
  /** Keys that can call the API for this project now. */
  usable: Key[];
  /** The key used last for a request; null: none was used yet. */
  used: Key | null;
}

/** Whether an app has called the API with a key of the project. While none has, asks every few seconds. */
export function useKeyUse(projectId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...keysKey, 'use', projectId],
    queryFn: async (): Promise<KeyUse> => {
      const { data } = await api.keys.list({ limit: 100 });
      const ours = data.filter((key) => key.projects === null || key.projects.includes(projectId));
      const used = ours.filter((key) => key.lastUsedAt !== null);
      const usable = ours.filter(
        ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now()),
      );
      const latest = used.sort((a, b) => ((a.lastUsedAt ?? '') < (b.lastUsedAt ?? '') ? 1 : -1))[0] ?? null;
      return { usable, used: latest };
    },
    refetchInterval: ({ state }) => (state.data && state.data.used === null ? pollMs : false),
  });
}
