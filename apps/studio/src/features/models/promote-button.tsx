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

/** Makes a version live, or takes the live one back to the one before it. */
export function Promotion({ projectId, model }: { projectId: string; model: Model }) {
  const api = useApi();
  const cache = useQueryClient();
  const models = useModels(projectId);
  const [asking, setAsking] = useState(false);
  const back = model.alias === 'live';
  const previous = models.data?.data.find((each) => each.alias === 'previous');
  const move = useMutation({
    mutationFn: () => (back ? api.models.rollBack(projectId) : api.models.promote(projectId, model.version)),
    onSuccess: async (now) => {
      setAsking(false);
      await cache.invalidateQueries({ queryKey: modelsKey(projectId) });
      await cache.invalidateQueries({ queryKey: projectKey(projectId) });
      notify(`Version ${now.version} is live`);
    },
  });
  if (back && previous === undefined) return null;
  const target = back ? previous?.version : model.version;
  return (
    <>
      <Button tone={back ? 'plain' : 'primary'} onClick={() => setAsking(true)}>
        {back ? <Undo2 aria-hidden="true" /> : <Rocket aria-hidden="true" />}
        {back ? `Roll back to version ${target}` : 'Make live'}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={back ? `Roll back to version ${target}?` : `Make version ${target} live?`}
        description="Within a second every answer comes from it. You can move back at any time."
      >
        {model.gate && !model.gate.passed && !back && (
          <p className="rounded-xl bg-warn-soft p-3 text-sm text-warn">{model.gate.why}</p>
        )}
        <ProblemNote error={move.error} className="mt-3" />
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button tone="primary" busy={move.isPending} onClick={() => move.mutate()}>
            {back ? 'Roll back' : 'Make live'}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
