'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { useMe } from '@/features/auth/queries.ts';

/** The signed-in user, the workspace, and the sign-out button. */
export function AccountCard() {
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
  });
  if (!me.data) return null;
  const user = me.data.account;
  return (
    <div>
      <div className="flex items-center gap-2.5 px-1.5">
        <span
          aria-hidden="true"
          className="grid size-8 shrink-0 place-items-center rounded-full bg-live-soft text-xs font-semibold text-live"
        >
          {[...(user?.name ?? '?')][0]?.toLocaleUpperCase()}
        </span>
        <p className="min-w-0 flex-1 leading-tight" title={user?.email}>
          <span className="block truncate text-[0.8125rem] font-medium">{user?.name}</span>
          <span className="block truncate text-xs text-muted">{me.data.workspace.name}</span>
        </p>
        <Button
          size="icon"
          tone="quiet"
          aria-label="Sign out"
          title="Sign out"
          busy={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {!signOut.isPending && <LogOut aria-hidden="true" />}
        </Button>
      </div>
      {signOut.error && (
        <p role="alert" className="mt-2 px-1.5 text-xs text-bad-text">
          Sign-out failed. {signOut.error.message}
        </p>
      )}
    </div>
  );
}
