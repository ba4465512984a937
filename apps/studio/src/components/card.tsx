import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={clsx('rounded-2xl border border-line bg-surface shadow-card', className)} {...rest} />;
}

/** A titled part of a page. */
export function Section({
  title,
  note,
  actions,
  className,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={clsx('space-y-3', className)}>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-[0.9375rem] font-semibold tracking-tight">{title}</h2>
          {note && <p className="mt-0.5 max-w-prose text-[0.8125rem] text-muted">{note}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
