import { useQuery } from '@tanstack/react-query';
import { meKey, useApi } from '@/api/provider.tsx';

export function useMe() {
  const api = useApi();
  return useQuery({ queryKey: meKey, queryFn: api.session.me, staleTime: 60_000 });
}
