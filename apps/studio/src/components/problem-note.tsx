'use client';

import clsx from 'clsx';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { ApiError, remedyFor } from '@/api/problem.ts';
import { Button } from './button.tsx';

/** An error that stays on the page: cause, remedy and request id. Renders nothing without an error. */
export function ProblemNote({
  error,
  onRetry,
  className,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  className?: string;
}) {
  if (!error) return null;
  const remedy = remedyFor(error);
  const known = error instanceof ApiError ? error : null;
  return (
    <div
      role="alert"
      className={clsx('flex gap-3 rounded-xl border border-bad/30 bg-bad-soft p-4 text-sm text-ink', className)}
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-bad-text" aria-hidden="true" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium break-words">{error instanceof Error ? error.message : 'Unexpected error.'}</p>
        {known && known.errors.length > 0 && (
          <ul className="list-disc space-y-0.5 pl-4 text-muted">
            {known.errors.map((each) => (
              <li key={each.pointer + each.detail}>
                {each.pointer && <code className="font-mono text-xs text-ink">{each.pointer}</code>} {each.detail}
              </li>
            ))}
          </ul>
        )}
        {remedy && <p className="text-muted">{remedy}</p>}
        {known?.requestId && (
          <p className="text-xs text-muted">
            Request id <RequestId id={known.requestId} isLogged={known.status !== 401} />
          </p>
        )}
        {onRetry && (
          <Button size="small" className="mt-2" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

/** Leads to the entry of the request log. Requests of a caller who is not signed in have none. */
function RequestId({ id, isLogged }: { id: string; isLogged: boolean }) {
  const { projectId } = useParams<{ projectId?: string }>();
  const code = <code className="font-mono select-all">{id}</code>;
  if (!isLogged) return code;
  const logs = projectId ? `/projects/${projectId}/logs` : '/logs';
  return (
    <Link href={`${logs}?request=${id}`} className="underline underline-offset-2 hover:text-ink">
      {code}
    </Link>
  );
}
