import type { Import, ImportKind } from '@curio/contracts';
import { Card } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';

/** The file's rows add up: read = accepted + rejected, and what became of the accepted. */
export function RowSum({ rows, kind }: { rows: NonNullable<Import['rows']>; kind: ImportKind }) {
  const parts = [
    { label: 'new', value: rows.new },
    { label: 'changed', value: rows.changed },
    { label: 'unchanged or repeated', value: rows.unchanged },
    { label: 'removed from the project', value: rows.removed },
  ];
  return (
    <Card className="p-6">
      <dl className="flex flex-wrap items-end gap-x-5 gap-y-3 tabular-nums">
        <Term label="rows in the file" value={rows.read} />
        <Sign>=</Sign>
        <Term label={`accepted ${kind}`} value={rows.kept} className="text-good" />
        <Sign>+</Sign>
        <Term label="rejected" value={rows.rejected} className={rows.rejected > 0 ? 'text-bad-text' : 'text-muted'} />
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

function Term({ label, value, className }: { label: string; value: number; className?: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className={`text-2xl font-semibold tracking-[-0.02em] ${className ?? ''}`}>{formatCount(value)}</dd>
    </div>
  );
}

function Sign({ children }: { children: string }) {
  return (
    <div aria-hidden="true" className="pb-4.5 text-xl text-muted">
      {children}
    </div>
  );
}
