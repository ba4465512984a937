'use client';

import type { RecommendInput } from '@curio/contracts';
import clsx from 'clsx';
import { Info, PackageOpen } from 'lucide-react';
import { useEffect } from 'react';
import { curlCommand } from '@/api/curl.ts';
import { useApi } from '@/api/provider.tsx';
import { path } from '@/api/send.ts';
import { CopyButton } from '@/components/copy-button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { AlgorithmLabel } from '@/features/models/algorithm-label.tsx';
import { rememberPreview } from './previewed.ts';
import { useRecommendations } from './queries.ts';
import { RecommendedItem } from './recommended-item.tsx';

export function Recommendations({ projectId, request }: { projectId: string; request: RecommendInput }) {
  const api = useApi();
  const query = { ...request, n: 12, explain: true, fields: ['title', 'imageUrl', 'categories', 'price'] };
  const { data, error, isPending, isPlaceholderData, refetch } = useRecommendations(projectId, query);
  const filled = data !== undefined && data.items.length > 0;
  useEffect(() => {
    if (filled) rememberPreview(projectId);
  }, [filled, projectId]);
  const command = curlCommand(api.address, {
    method: 'POST',
    path: path`/v1/projects/${projectId}/recommendations`,
    body: { ...request, n: 12 },
  });
  return (
    <section aria-labelledby="recommended">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 id="recommended" className="text-[0.9375rem] font-semibold tracking-tight">
            Recommendations
          </h2>
          {data && (
            <p className="text-[0.8125rem] text-muted">
              {data.model ? (
                <>
                  Version {data.model.version} · <AlgorithmLabel name={data.model.algorithm} />
                </>
              ) : (
                'No model is live yet'
              )}
            </p>
          )}
        </div>
        <CopyButton text={command} label="Copy as an API call" />
      </div>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows rows={6} label="Loading recommendations" />}
      {data?.fallback && (
        <p className="mb-3 flex gap-2.5 rounded-xl bg-live-soft px-4 py-3 text-[0.8125rem] text-ink">
          <Info className="mt-0.5 size-4 shrink-0 text-live" aria-hidden="true" />
          {data.fallback}
        </p>
      )}
      {data && data.items.length === 0 && (
        <EmptyState icon={<PackageOpen />} title="No item can be recommended">
          No visible item of the catalogue matches this query.
        </EmptyState>
      )}
      <ol
        aria-label="Recommended items"
        className={clsx(
          'grid gap-3 transition-opacity sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2',
          isPlaceholderData && 'opacity-60',
        )}
      >
        {data?.items.map((item, index) => (
          <RecommendedItem key={item.itemId} item={item} rank={index + 1} />
        ))}
      </ol>
    </section>
  );
}
