import type { ReactNode } from 'react';

/** The query on the left, recommendations on the right; stacked on narrow screens. */
export function TwoColumns({ left, right }: { left: ReactNode; right: ReactNode }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] lg:gap-8">
      <div className="min-w-0 space-y-5">{left}</div>
      <div className="min-w-0">{right}</div>
    </div>
  );
}
