'use client';

import { Menu } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Logo } from '@/components/logo.tsx';

const loadDrawer = () => import('./drawer.tsx').then((module) => ({ default: module.Drawer }));
const Drawer = lazy(loadDrawer);

/** Header of narrow screens: a button opens the sidebar as a drawer. */
export function TopBar() {
  // Stores the page on which the drawer was opened, so that navigating closes it.
  const [openOn, setOpenOn] = useState<string | null>(null);
  const [loaded, setLoaded] = useState(false);
  const pathname = usePathname();
  const open = openOn === pathname;
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center justify-between border-b border-line bg-surface px-4 lg:hidden">
      <Link href="/projects" aria-label="Curio: all projects" className="rounded-lg">
        <Logo />
      </Link>
      <Button
        size="icon"
        tone="quiet"
        aria-label="Open navigation"
        aria-expanded={open}
        onPointerEnter={() => void loadDrawer()}
        onClick={() => {
          setLoaded(true);
          setOpenOn(pathname);
        }}
      >
        <Menu aria-hidden="true" />
      </Button>
      {loaded && (
        <Suspense fallback={null}>
          <Drawer open={open} onOpenChange={(next) => setOpenOn(next ? pathname : null)} />
        </Suspense>
      )}
    </header>
  );
}
