import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';

export const keysKey = ['keys'] as const;

export function useKeys() {
  const api = useApi();
  return useQuery({ queryKey: keysKey, queryFn: () => api.keys.list({ limit: 100 }) });
}
