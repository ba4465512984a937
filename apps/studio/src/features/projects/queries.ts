import { useQuery } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export const projectsKey = ['projects'] as const;
export const projectKey = (projectId: string) => ['project', projectId] as const;

/** All projects of the workspace. */
export function useProjects() {
  const api = useApi();
  return usePageList({ queryKey: projectsKey, load: api.projects.list });
}

export function useProject(projectId: string) {
  const api = useApi();
  return useQuery({ queryKey: projectKey(projectId), queryFn: () => api.projects.get(projectId) });
}
