'use client';

import type { Key } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { notify } from '@/components/notify.ts';
import { keysKey } from './queries.ts';

export function RevokeDialog({ revoking, onClose }: { revoking: Key; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.keys.revoke(revoking.id),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keysKey });
      notify(`${revoking.name} was revoked`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Revoke “${revoking.name}”?`}
      action="Revoke the key"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
    >
      <p>
        Calls with{' '}
        <code className="font-mono text-xs text-ink">
          {revoking.prefix}…{revoking.last4}
        </code>{' '}
        are rejected within a second. This cannot be undone. You can create a new key at any time.
      </p>
    </ConfirmDialog>
  );
}
