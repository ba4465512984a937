import clsx from 'clsx';

/** Placeholder while content loads. The region around it carries the label for assistive technology. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={clsx('animate-sheen rounded-lg bg-sunken', className)} />;
}

export function SkeletonRows({ rows = 5, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="space-y-3 p-4">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <Skeleton key={row} className="h-9" />
      ))}
    </div>
  );
}
