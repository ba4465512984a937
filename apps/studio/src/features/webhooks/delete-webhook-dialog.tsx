'use client';

import type { Endpoint } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { notify } from '@/components/notify.ts';
import { webhooksKey } from './queries.ts';

export function DeleteWebhookDialog({
  projectId,
  endpoint,
  onClose,
}: {
  projectId: string;
  endpoint: Endpoint;
  onClose: () => void;
}) {
  const api = useApi();
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.webhooks.remove(projectId, endpoint.id),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: webhooksKey(projectId) });
      notify('Webhook deleted');
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Delete this webhook?"
      action="Delete"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    >
      <p className="break-all">Curio stops sending events to {endpoint.url} and deletes its secret.</p>
    </ConfirmDialog>
  );
}
