import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';

export function useMe() {
  const api = useApi();
  return useQuery({ queryKey: ['me'], queryFn: api.session.me, staleTime: 60_000 });
}
