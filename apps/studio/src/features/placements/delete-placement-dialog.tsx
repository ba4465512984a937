'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/provider.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { notify } from '@/components/notify.ts';
import { placementsKey } from '@/features/query/queries.ts';

export function DeletePlacementDialog({
  projectId,
  name,
  onClose,
  onDeleted,
}: {
  projectId: string;
  name: string;
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const api = useApi();
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.placements.remove(projectId, name),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: placementsKey(projectId) });
      notify(`Placement ${name} deleted`);
      onClose();
      onDeleted?.();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete the placement ${name}?`}
      action="Delete placement"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    >
      <p>
        Queries that name it are refused with status 422 from then on. Remove <code className="font-mono">{name}</code>{' '}
        from your app first. Its insights are kept.
      </p>
    </ConfirmDialog>
  );
}
