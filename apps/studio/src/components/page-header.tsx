import type { ReactNode } from 'react';

export function PageHeader({
  title,
  note,
  badge,
  actions,
}: {
  title: ReactNode;
  note?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-7 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[1.625rem] leading-8 font-semibold tracking-[-0.022em] break-words">
          {title}
          {badge}
        </h1>
        {note && <p className="mt-1.5 max-w-2xl text-sm text-muted">{note}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
