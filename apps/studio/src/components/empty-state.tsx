import type { ReactNode } from 'react';

/** Shown instead of an empty list: what the list will contain, and the next action. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center rounded-2xl border border-dashed border-line-strong/60 px-6 py-14 text-center">
      <div
        aria-hidden="true"
        className="grid size-11 place-items-center rounded-xl bg-accent-soft text-accent-text [&_svg]:size-5"
      >
        {icon}
      </div>
      <h2 className="mt-4 text-[0.9375rem] font-semibold tracking-tight">{title}</h2>
      <div className="mt-1 max-w-md text-sm text-balance text-muted">{children}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
