'use client';

import type { RecommendInput } from '@curio/contracts';
import clsx from 'clsx';
import { PackageOpen, SlidersHorizontal } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { curlCommand } from '@/api/curl.ts';
import { useApi } from '@/api/provider.tsx';
import { path } from '@/api/send.ts';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { CopyButton } from '@/components/copy-button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton, SkeletonRows } from '@/components/skeleton.tsx';
import { AnswerModel, FallbackNote } from '@/features/query/answer-header.tsx';
import { useRecommendations } from '@/features/query/queries.ts';
import { useDebounced } from '@/features/query/use-debounced.ts';
import { listed } from './listed.ts';
import { rememberPreview } from './previewed.ts';
import { RecommendedItem } from './recommended-item.tsx';
import { countOptions, toQuery, useOptions } from './use-options.ts';

// Opened by a button, and by a URL with options.
const OptionsPanel = dynamic(() => import('./options-panel.tsx').then((module) => module.OptionsPanel), {
  loading: () => <Skeleton className="h-48" />,
});
const Comparison = dynamic(() => import('./comparison.tsx').then((module) => module.Comparison), {
  loading: () => <SkeletonRows rows={6} label="Loading recommendations" />,
});
const WhyNot = dynamic(() => import('./why-not.tsx').then((module) => module.WhyNot));

/** The list for a subject, with the options of the URL. */
export function Recommendations({ projectId, request }: { projectId: string; request: RecommendInput }) {
  const api = useApi();
  const { options } = useOptions();
  const active = countOptions(options);
  const [open, setOpen] = useState(false);
  const query = { ...request, ...toQuery(useDebounced(options)) };
  const list = useRecommendations(projectId, { ...query, ...listed });
  const filled = list.data !== undefined && list.data.items.length > 0;
  useEffect(() => {
    if (filled) rememberPreview(projectId);
  }, [filled, projectId]);
  const command = curlCommand(api.address, {
    method: 'POST',
    path: path`/v1/projects/${projectId}/recommendations`,
    body: { ...query, n: 12 },
  });
  return (
    <section aria-labelledby="recommended">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 id="recommended" className="text-[0.9375rem] font-semibold tracking-tight">
            Recommendations
          </h2>
          {list.data && options.compare === null && (
            <p className="text-[0.8125rem] text-muted">
              <AnswerModel answer={list.data} />
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="small" aria-expanded={open} aria-controls="options" onClick={() => setOpen(!open)}>
            <SlidersHorizontal aria-hidden="true" />
            Options
            {active > 0 && <Badge tone="accent">{active}</Badge>}
          </Button>
          <CopyButton text={command} label="Copy as an API call" />
        </div>
      </div>
      <div id="options" hidden={!open}>
        {open && (
          <Card className="mb-4 p-4 sm:p-5">
            <OptionsPanel projectId={projectId} error={list.error} />
          </Card>
        )}
      </div>
      <ProblemNote error={list.error} onRetry={() => void list.refetch()} className="mb-3" />
      {options.compare !== null ? (
        <Comparison projectId={projectId} query={query} other={options.compare} />
      ) : (
        <>
          {list.isPending && <SkeletonRows rows={6} label="Loading recommendations" />}
          {list.data && <FallbackNote answer={list.data} />}
          {list.data?.items.length === 0 && (
            <EmptyState icon={<PackageOpen />} title="No item can be recommended">
              No visible item of the catalogue matches this query.
            </EmptyState>
          )}
          <ol
            aria-label="Recommended items"
            className={clsx(
              'grid gap-3 transition-opacity sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2',
              list.isPlaceholderData && 'opacity-60',
            )}
          >
            {list.data?.items.map((item, index) => (
              <RecommendedItem key={item.itemId} item={item} rank={index + 1} />
            ))}
          </ol>
        </>
      )}
      {filled && request.itemId === undefined && <WhyNot projectId={projectId} query={query} />}
    </section>
  );
}
