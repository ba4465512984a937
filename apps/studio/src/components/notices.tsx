'use client';

import { Toaster } from 'sonner';

/** Passing confirmations. Errors never stand here alone. */
export function Notices() {
  return (
    <Toaster
      position="bottom-right"
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          border: '1px solid var(--line)',
          borderRadius: '0.75rem',
          fontFamily: 'inherit',
        },
      }}
    />
  );
}
