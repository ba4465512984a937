'use client';

import { Menu } from '@base-ui/react/menu';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { ChevronsUpDown, LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useApi } from '@/api/provider.tsx';
import { popupLook, rowLook } from '@/components/popup-look.ts';
import { useMe } from '@/features/auth/queries.ts';

/** Who is signed in, into which workspace, and the way out. */
export function PersonMenu() {
  const api = useApi();
  const me = useMe();
  const router = useRouter();
  const cache = useQueryClient();
  const signOut = useMutation({
    mutationFn: api.session.signOut,
    onSuccess: () => {
      router.replace('/sign-in');
      cache.clear();
    },
    onError: (error) => toast.error(`You are still signed in. ${error.message}`),
  });
  if (!me.data) return null;
  const person = me.data.person;
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Your account"
        className="flex w-full items-center gap-2.5 rounded-xl px-1.5 py-1.5 text-left hover:bg-sunken data-popup-open:bg-sunken"
      >
        <span
          aria-hidden="true"
          className="grid size-8 shrink-0 place-items-center rounded-full bg-live-soft text-xs font-semibold text-live"
        >
          {[...(person?.name ?? '?')][0]?.toLocaleUpperCase()}
        </span>
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate text-[0.8125rem] font-medium">{person?.name}</span>
          <span className="block truncate text-xs text-muted">{me.data.workspace.name}</span>
        </span>
        <ChevronsUpDown className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-hidden" sideOffset={6} side="top" align="start">
          <Menu.Popup className={clsx(popupLook, 'w-(--anchor-width) min-w-52 p-1')}>
            <p className="truncate px-2.5 py-1.5 text-xs text-muted">{person?.email}</p>
            <Menu.Item className={rowLook} onClick={() => signOut.mutate()}>
              <LogOut className="size-4 text-muted" aria-hidden="true" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
