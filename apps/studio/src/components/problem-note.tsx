import clsx from 'clsx';
import { TriangleAlert } from 'lucide-react';
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
            Request id <code className="font-mono select-all">{known.requestId}</code>
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
