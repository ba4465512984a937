import type { ReactNode } from 'react';

/** Who or what it is for on the left, recommendations on the right; one above the other where it is narrow. */
export function TwoSides({ left, right }: { left: ReactNode; right: ReactNode }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] lg:gap-8">
      <div className="min-w-0 space-y-5">{left}</div>
      <div className="min-w-0">{right}</div>
    </div>
  );
}
