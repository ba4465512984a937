'use client';

import type { CreatedKey, Key } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Dialog, DialogActions } from '@/components/dialog.tsx';
import { Field } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Select } from '@/components/select.tsx';
import { CreatedKeyCard } from './created-key-card.tsx';
import { keysKey } from './queries.ts';

const overlaps = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '0', label: 'Not at all' },
] as const;
type Overlap = (typeof overlaps)[number]['value'];

/** Replaces a key by one with the same rights, and shows the new one. */
export function RotateDialog({
  rotating,
  projectId,
  onClose,
}: {
  rotating: Key;
  projectId: string;
  onClose: () => void;
}) {
  const api = useApi();
  const cache = useQueryClient();
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const [overlap, setOverlap] = useState<Overlap>('86400');
  const rotate = useMutation({
    mutationFn: () => api.keys.rotate(rotating.id, Number(overlap)),
    onSuccess: (key) => {
      void cache.invalidateQueries({ queryKey: keysKey });
      setCreated(key);
    },
  });
  return (
    <Dialog
      open
      wide={created !== null}
      onOpenChange={onClose}
      title={created ? 'Your new key' : `Rotate “${rotating.name}”?`}
      description={
        created
          ? 'Copy it now. It is shown only once; Curio stores only its hash.'
          : 'Creates a key with the same rights. Change your app to it while the old one still works.'
      }
    >
      {created ? (
        <CreatedKeyCard created={created} projectId={projectId} onClose={onClose} />
      ) : (
        <div>
          <Field label="The old key works for">
            {(control) => <Select {...control} value={overlap} onChange={setOverlap} choices={overlaps} />}
          </Field>
          <ProblemNote error={rotate.error} className="mt-4" />
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button tone="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>
              Rotate the key
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  );
}
