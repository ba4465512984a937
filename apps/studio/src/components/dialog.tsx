'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';

// Loaded with the first window that opens: no page waits for it.
const Window = lazy(() => import('./dialog-window.tsx').then((module) => ({ default: module.DialogWindow })));

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** A window over the page: focus stays inside, Escape closes it. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <Window {...props} />
    </Suspense>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap-reverse justify-end gap-2">{children}</div>;
}
