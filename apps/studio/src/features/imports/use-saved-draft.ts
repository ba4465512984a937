import type { Mapping } from '@curio/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { type ImportRef, importKey } from './queries.ts';

const pauseMs = 500;

export type DraftState = 'saving' | 'saved' | 'failed' | null;

/** Keeps edits of a mapping on the server half a second after the last one, one request at a time. */
export function useSavedDraft({ projectId, importId }: ImportRef) {
  const api = useApi();
  const cache = useQueryClient();
  const [state, setState] = useState<DraftState>(null);
  const waiting = useRef<Mapping | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef<Promise<void>>(Promise.resolve());

  const flush = useCallback((): void => {
    clearTimeout(timer.current);
    const mapping = waiting.current;
    waiting.current = undefined;
    if (!mapping) return;
    last.current = last.current
      .then(() => api.imports.saveDraft(projectId, importId, mapping))
      .then((saved) => {
        cache.setQueryData(importKey(projectId, importId), saved);
        setState(waiting.current ? 'saving' : 'saved');
      })
      .catch(() => setState('failed'));
  }, [api, cache, projectId, importId]);

  // Leaving the page saves the last edit.
  useEffect(() => flush, [flush]);

  return {
    state,
    edit(mapping: Mapping): void {
      waiting.current = mapping;
      setState('saving');
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, pauseMs);
    },
    /** Forgets an edit that waits, and resolves when no request is under way: the mapping is saved as a whole next. */
    stop(): Promise<void> {
      clearTimeout(timer.current);
      waiting.current = undefined;
      return last.current;
    },
  };
}
