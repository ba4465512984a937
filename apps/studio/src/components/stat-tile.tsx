import Link from 'next/link';
import type { ReactNode } from 'react';

/** One figure of a `dl`. */
export function StatTile({
  label,
  value,
  note,
  href,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  href?: string | undefined;
}) {
  return (
    <div className="relative rounded-2xl border border-line bg-surface p-4 shadow-card has-[a:hover]:border-line-strong sm:p-5">
      <dt className="text-[0.8125rem] text-muted">{label}</dt>
      <dd className="mt-1 text-xl font-semibold tracking-[-0.02em] tabular-nums sm:text-2xl">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0 after:rounded-2xl">
            {value}
          </Link>
        ) : (
          value
        )}
      </dd>
      {note && <dd className="mt-0.5 truncate text-xs text-muted">{note}</dd>}
    </div>
  );
}
