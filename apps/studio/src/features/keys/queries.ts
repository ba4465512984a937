import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export const keysKey = ['keys'] as const;

export function useKeys() {
  const api = useApi();
  return usePageList({ queryKey: keysKey, load: api.keys.list });
}
