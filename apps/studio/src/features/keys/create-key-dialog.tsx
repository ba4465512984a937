'use client';

import type { CreatedKey } from '@curio/contracts';
import { useState } from 'react';
import { Dialog } from '@/components/dialog.tsx';
import { CreateKeyForm } from './create-key-form.tsx';
import { CreatedKeyCard } from './created-key-card.tsx';

export function CreateKeyDialog({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const [created, setCreated] = useState<CreatedKey | null>(null);
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={created ? 'Your new key' : 'Create a key'}
      description={created ? 'Copy it now. It is shown only once; Curio stores only its hash.' : undefined}
    >
      {created ? (
        <CreatedKeyCard created={created} projectId={projectId} onClose={onClose} />
      ) : (
        <CreateKeyForm projectId={projectId} onCreated={setCreated} onCancel={onClose} />
      )}
    </Dialog>
  );
}
