import type { Import, ImportPhase } from '@curio/contracts';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';

export const importsKey = (projectId: string) => ['imports', projectId] as const;
export const importKey = (projectId: string, importId: string) => ['imports', projectId, importId] as const;

export interface ImportRef {
  projectId: string;
  importId: string;
}

export const isRunning = (phase: ImportPhase): boolean => phase === 'queued' || phase === 'applying';

/** Imports, newest first; refetched every two seconds while one is queued or running. */
export function useImports(projectId: string) {
  const api = useApi();
  return usePageList({
    queryKey: importsKey(projectId),
    load: (query) => api.imports.list(projectId, query),
    shouldPoll: (each) => each.task !== null,
  });
}

function useImport({ projectId, importId }: ImportRef) {
  const api = useApi();
  return useQuery({
    queryKey: importKey(projectId, importId),
    queryFn: () => api.imports.get(projectId, importId),
    refetchInterval: ({ state }) => (state.data?.task ? 600 : false),
  });
}

const pageOfPhase: Record<ImportPhase, 'map' | 'confirm' | 'progress' | 'done'> = {
  uploaded: 'map',
  mapped: 'confirm',
  queued: 'progress',
  applying: 'progress',
  applied: 'done',
  rejected: 'done',
  failed: 'done',
  undone: 'done',
};

export function importHref({ projectId, importId }: ImportRef, phase: ImportPhase): string {
  return `/projects/${projectId}/imports/${importId}/${pageOfPhase[phase]}`;
}

/** The import, if it is in one of `phases`; else redirects to the page of its phase, because the draft is kept on the server. */
export function useImportIn(importRef: ImportRef, phases: readonly ImportPhase[]) {
  const router = useRouter();
  const query = useImport(importRef);
  const phase = query.data?.phase;
  const matches = phase !== undefined && phases.includes(phase);
  // A cached phase may be outdated: a redirect to its page would be followed by a second one to the page of the real phase.
  const target = phase === undefined || matches || query.isFetching ? null : importHref(importRef, phase);
  useEffect(() => {
    if (target !== null) router.replace(target);
  }, [target, router]);
  return { ...query, shown: matches ? (query.data as Import) : null };
}
