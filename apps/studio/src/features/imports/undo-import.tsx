'use client';

import type { Import } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Section } from '@/components/card.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { type ImportRef, importKey } from './queries.ts';

/** Asks, then undoes an applied import. A refusal says which import must be undone first. */
export function UndoImport({ importRef, report }: { importRef: ImportRef; report: Import }) {
  const api = useApi();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const undo = useMutation({
    mutationFn: () => api.imports.undo(importRef.projectId, importRef.importId),
    onSuccess: (queued) => {
      cache.setQueryData(importKey(importRef.projectId, importRef.importId), queued);
      setAsking(false);
    },
  });
  return (
    <Section
      title="Wrong file?"
      note={report.problem?.detail ?? 'An undo restores everything that this import added, changed or removed.'}
      actions={
        <Button size="small" busy={report.task === 'undo'} onClick={() => setAsking(true)}>
          <Undo2 aria-hidden="true" />
          Undo this import
        </Button>
      }
    >
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Undo this import?"
        action="Undo"
        busy={undo.isPending}
        error={undo.error}
        onConfirm={() => undo.mutate()}
      >
        <p>
          The {report.kind} of this project become what they were before {report.filename} was imported. What the API
          has written since stays.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
