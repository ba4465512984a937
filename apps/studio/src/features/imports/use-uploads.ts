import type { Import, ImportKind } from '@curio/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef } from 'react';
import { useApi } from '@/api/provider.tsx';
import type { RunningUpload } from '@/api/upload.ts';
import { importKey, importsKey } from './queries.ts';

/** A file on its way: sent, then read by the server, then an import. */
export interface FileUpload {
  id: number;
  file: File;
  /** Recognised from the columns if undefined. */
  kind: ImportKind | undefined;
  phase: 'waiting' | 'sending' | 'retrying' | 'paused' | 'reading' | 'done' | 'failed';
  bytesSent: number;
  /** Over the last seconds; null until it is known. */
  bytesPerSecond: number | null;
  error: unknown;
  created: Import | null;
}

type Change = { add: FileUpload } | { remove: number } | { id: number; to: Partial<FileUpload> };

function reduce(uploads: readonly FileUpload[], change: Change): readonly FileUpload[] {
  if ('add' in change) return [...uploads, change.add];
  if ('remove' in change) return uploads.filter(({ id }) => id !== change.remove);
  return uploads.map((each) => (each.id === change.id ? { ...each, ...change.to } : each));
}

const maxParallel = 2;
const speedWindowMs = 5_000;

/** Uploads of several files, two at a time. */
export function useUploads(projectId: string) {
  const api = useApi();
  const cache = useQueryClient();
  const [uploads, change] = useReducer(reduce, []);
  const running = useRef(new Map<number, RunningUpload>());
  const begun = useRef(new Set<number>());
  const lastId = useRef(0);
  const update = (id: number, to: Partial<FileUpload>) => change({ id, to });

  async function begin({ id, file, kind }: FileUpload): Promise<void> {
    if (begun.current.has(id)) return;
    begun.current.add(id);
    const measure = createSpeed();
    update(id, { phase: 'sending' });
    const upload = await api.imports.startUpload({
      projectId,
      kind,
      file,
      onProgress: (bytesSent) => {
        const phase = bytesSent === file.size ? 'reading' : 'sending';
        update(id, { phase, bytesSent, bytesPerSecond: measure(bytesSent) });
      },
      onRetry: () => update(id, { phase: 'retrying', bytesPerSecond: null }),
      onDone: (importId) => void finish(id, importId),
      onError: (error) => update(id, { phase: 'failed', error }),
    });
    running.current.set(id, upload);
  }
  async function finish(id: number, importId: string): Promise<void> {
    try {
      const created = await api.imports.get(projectId, importId);
      cache.setQueryData(importKey(projectId, importId), created);
      void cache.invalidateQueries({ queryKey: importsKey(projectId), exact: true });
      update(id, { phase: 'done', created });
    } catch (error) {
      update(id, { phase: 'failed', error });
    }
  }

  const active = uploads.filter(({ phase }) => ['sending', 'retrying', 'reading'].includes(phase)).length;
  const next = active < maxParallel ? uploads.find(({ phase }) => phase === 'waiting') : undefined;
  useEffect(() => {
    if (next) begin(next).catch((error: unknown) => update(next.id, { phase: 'failed', error }));
  });
  // Leaving the page pauses: the same file continues when it is chosen again.
  useEffect(() => {
    const uploading = running.current;
    return () => {
      for (const upload of uploading.values()) void upload.pause();
    };
  }, []);

  return {
    uploads,
    add(files: readonly File[], kind: ImportKind | undefined) {
      const waiting = {
        kind,
        phase: 'waiting',
        bytesSent: 0,
        bytesPerSecond: null,
        error: null,
        created: null,
      } as const;
      for (const file of files) change({ add: { ...waiting, id: ++lastId.current, file } });
    },
    async pause(id: number) {
      await running.current.get(id)?.pause();
      update(id, { phase: 'paused', bytesPerSecond: null });
    },
    resume(id: number) {
      update(id, { phase: 'sending', error: null });
      running.current.get(id)?.resume();
    },
    async cancel(id: number) {
      await running.current
        .get(id)
        ?.cancel()
        .catch(() => undefined);
      running.current.delete(id);
      change({ remove: id });
    },
  };
}

/** Bytes per second over the last five seconds of progress. */
function createSpeed(): (bytesSent: number) => number | null {
  const samples: { at: number; bytes: number }[] = [];
  return (bytes) => {
    const at = performance.now();
    samples.push({ at, bytes });
    while (samples.length > 2 && at - (samples[0]?.at ?? at) > speedWindowMs) samples.shift();
    const first = samples[0];
    return first && at - first.at > 500 ? ((bytes - first.bytes) / (at - first.at)) * 1000 : null;
  };
}
