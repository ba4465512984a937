import type { ReactNode } from 'react';
import { Badge } from '@/components/badge.tsx';

/** One kind of rules: its title, what it does, and its rules. */
export function RuleGroup({
  title,
  note,
  count,
  actions,
  children,
}: {
  title: string;
  note: string;
  count: number;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="py-4 not-first:border-t first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex items-center gap-2 text-[0.8125rem] font-medium">
            {title}
            {count > 0 && <Badge tone="accent">{count}</Badge>}
          </h3>
          <p className="text-[0.8125rem] text-muted">{note}</p>
        </div>
        <div className="flex flex-wrap gap-2">{actions}</div>
      </div>
      {count > 0 ? <ul className="mt-3 space-y-3">{children}</ul> : null}
    </section>
  );
}
