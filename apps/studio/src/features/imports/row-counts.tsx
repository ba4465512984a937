import type { Import, ImportKind } from '@curio/contracts';
import clsx from 'clsx';
import { Card } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';

/** Row counts of an import: read = accepted + rejected + skipped, and the accepted rows by effect. */
export function RowCounts({ rows, kind }: { rows: NonNullable<Import['rows']>; kind: ImportKind }) {
  const parts = [
    { label: 'new', value: rows.new },
    { label: 'changed', value: rows.changed },
    { label: 'unchanged or duplicate', value: rows.unchanged },
    { label: 'removed from the project', value: rows.removed },
  ];
  return (
    <Card className="p-6">
      <dl className="flex flex-wrap items-end gap-x-5 gap-y-3 tabular-nums">
        <Term label="rows in the file" value={rows.read} />
        <Term label={`accepted ${kind}`} value={rows.kept} sign="before:content-['=']" className="text-good" />
        <Term
          label="rejected"
          value={rows.rejected}
          sign="before:content-['+']"
          className={rows.rejected > 0 ? 'text-bad-text' : 'text-muted'}
        />
        {rows.skipped > 0 && (
          <Term label="empty, skipped" value={rows.skipped} sign="before:content-['+']" className="text-muted" />
        )}
      </dl>
      <ul className="mt-5 flex flex-wrap gap-x-6 gap-y-1 border-t border-line pt-4 text-[0.8125rem] text-muted tabular-nums">
        {parts.map(({ label, value }) => (
          <li key={label}>
            <strong className="font-semibold text-ink">{formatCount(value)}</strong> {label}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** `sign`: a CSS class that draws = or + before the figure; decoration only, hidden from assistive technology. */
function Term({ label, value, sign, className }: { label: string; value: number; sign?: string; className?: string }) {
  return (
    <div
      className={clsx(
        'flex flex-col-reverse',
        sign && 'relative pl-8 before:absolute before:top-0.5 before:left-0 before:text-xl before:text-muted',
        sign,
      )}
    >
      <dt className="text-xs text-muted">{label}</dt>
      <dd className={clsx('text-2xl font-semibold tracking-[-0.02em]', className)}>{formatCount(value)}</dd>
    </div>
  );
}
