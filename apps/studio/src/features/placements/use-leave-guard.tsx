'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Dialog, DialogActions } from '@/components/dialog.tsx';

interface TraverseEvent extends Event {
  navigationType: string;
  destination: { url: string };
}

/**
 * Asks before the page is left while `dirty`: by a link, by Back (where the browser has the Navigation API), or by closing
 * the tab. Returns the dialog to render.
 */
export function useLeaveGuard(dirty: boolean): ReactNode {
  const router = useRouter();
  const [leaving, setLeaving] = useState<(() => void) | null>(null);
  const passing = useRef(false);
  useEffect(() => {
    if (!dirty) return;
    passing.current = false;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!plain || !(link instanceof HTMLAnchorElement) || link.target === '_blank') return;
      const to = new URL(link.href);
      if (to.origin !== location.origin || to.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving(() => () => router.push(to.pathname + to.search));
    };
    const traverse = (event: Event) => {
      const { navigationType, destination, cancelable } = event as TraverseEvent;
      if (passing.current || navigationType !== 'traverse' || !cancelable) return;
      const to = new URL(destination.url);
      if (to.pathname === location.pathname) return;
      event.preventDefault();
      setLeaving(() => () => router.push(to.pathname + to.search));
    };
    const navigation = (window as unknown as { navigation?: EventTarget }).navigation;
    window.addEventListener('beforeunload', beforeUnload);
    document.addEventListener('click', click, true);
    navigation?.addEventListener('navigate', traverse);
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      document.removeEventListener('click', click, true);
      navigation?.removeEventListener('navigate', traverse);
    };
  }, [dirty, router]);
  return (
    <Dialog
      open={leaving !== null}
      onOpenChange={(open) => !open && setLeaving(null)}
      title="Leave without saving?"
      description="Your changes to this placement are not saved."
    >
      <DialogActions>
        <Button onClick={() => setLeaving(null)}>Keep editing</Button>
        <Button
          tone="danger"
          onClick={() => {
            passing.current = true;
            setLeaving(null);
            leaving?.();
          }}
        >
          Discard and leave
        </Button>
      </DialogActions>
    </Dialog>
  );
}
