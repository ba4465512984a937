'use client';

import type { Model } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Rocket, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Dialog, DialogActions } from '@/components/dialog.tsx';
import { notify } from '@/components/notify.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { projectKey } from '@/features/projects/queries.ts';
import { modelsKey, useModels } from './queries.ts';

/** Promotes a version to live; on the live version's page, rolls back to the previous one. */
export function PromoteButton({ projectId, model }: { projectId: string; model: Model }) {
  const api = useApi();
  const cache = useQueryClient();
  const models = useModels(projectId);
  const [asking, setAsking] = useState(false);
  const isLive = model.alias === 'live';
  const previous = models.rows?.find((each) => each.alias === 'previous');
  const move = useMutation({
    mutationFn: () => (isLive ? api.models.rollBack(projectId) : api.models.promote(projectId, model.version)),
    onSuccess: async (now) => {
      setAsking(false);
      await cache.invalidateQueries({ queryKey: modelsKey(projectId) });
      await cache.invalidateQueries({ queryKey: projectKey(projectId) });
      notify(`Version ${now.version} is live`);
    },
  });
  // While older pages of the list are not loaded, a previous version may exist without being known here.
  if (isLive && previous === undefined && !models.hasMore) return null;
  const rollBackLabel = previous ? `Roll back to version ${previous.version}` : 'Roll back';
  return (
    <>
      <Button tone={isLive ? 'plain' : 'primary'} onClick={() => setAsking(true)}>
        {isLive ? <Undo2 aria-hidden="true" /> : <Rocket aria-hidden="true" />}
        {isLive ? rollBackLabel : 'Promote to live'}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={isLive ? `${rollBackLabel}?` : `Promote version ${model.version} to live?`}
        description="All recommendations come from that version within a second. You can undo this at any time."
      >
        {model.gate && !model.gate.passed && !isLive && (
          <p className="rounded-xl bg-warn-soft p-3 text-sm text-warn">{model.gate.why}</p>
        )}
        <ProblemNote error={move.error} className="mt-3" />
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button tone="primary" busy={move.isPending} onClick={() => move.mutate()}>
            {isLive ? 'Roll back' : 'Promote to live'}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
