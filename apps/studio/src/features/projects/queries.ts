import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';

export const projectsKey = ['projects'] as const;
export const projectKey = (projectId: string) => ['project', projectId] as const;

export function useProjects() {
  const api = useApi();
  return useQuery({ queryKey: projectsKey, queryFn: () => api.projects.list({ limit: 100 }) });
}

export function useProject(projectId: string) {
  const api = useApi();
  return useQuery({ queryKey: projectKey(projectId), queryFn: () => api.projects.get(projectId) });
}
