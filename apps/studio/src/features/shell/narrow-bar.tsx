'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Menu, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Logo } from '@/components/logo.tsx';
import { Sidebar } from './sidebar.tsx';

/** On narrow screens the sidebar waits behind a button. */
export function NarrowBar() {
  // Open on this page only: a new page closes the drawer.
  const [openOn, setOpenOn] = useState<string | null>(null);
  const pathname = usePathname();
  return (
    <div className="sticky top-0 z-30 flex h-14 items-center justify-between border-b border-line bg-surface px-4 lg:hidden">
      <Link href="/projects" aria-label="Curio: all projects" className="rounded-lg">
        <Logo />
      </Link>
      <Dialog.Root open={openOn === pathname} onOpenChange={(open) => setOpenOn(open ? pathname : null)}>
        <Dialog.Trigger
          aria-label="Open navigation"
          className="grid size-9 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
        >
          <Menu className="size-5" aria-hidden="true" />
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Dialog.Popup className="fixed inset-y-0 left-0 z-40 w-68 max-w-[85vw] border-r border-line bg-surface shadow-dialog outline-hidden transition-transform duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
            <Dialog.Title className="sr-only">Navigation</Dialog.Title>
            <Sidebar />
            <Dialog.Close
              aria-label="Close navigation"
              className="absolute top-4.5 right-4 grid size-9 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
            >
              <X className="size-5" aria-hidden="true" />
            </Dialog.Close>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </div>
  );
}
