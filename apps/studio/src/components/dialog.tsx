'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { DialogProps } from './dialog-window.tsx';

// Loaded when the first dialog opens, so that it is not part of any page's first load.
const Window = lazy(() => import('./dialog-window.tsx').then((module) => ({ default: module.DialogWindow })));

/** A modal dialog: it traps the focus, and Escape closes it. */
export function Dialog(props: DialogProps) {
  const [loaded, setLoaded] = useState(props.open);
  if (props.open && !loaded) setLoaded(true);
  if (!loaded) return null;
  return (
    <Suspense fallback={null}>
      <Window {...props} />
    </Suspense>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap-reverse justify-end gap-2">{children}</div>;
}
