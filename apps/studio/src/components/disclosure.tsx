import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** A section that is collapsed until its title is clicked. */
export function Disclosure({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className="group" open={open}>
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md text-[0.9375rem] font-semibold tracking-tight">
        <ChevronRight className="size-4 text-muted transition-transform group-open:rotate-90" aria-hidden="true" />
        {title}
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
