'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Dialog, DialogActions } from '@/components/dialog.tsx';
import { Field, Input } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { projectKey, projectsKey } from '@/features/projects/queries.ts';

export function CreateProjectDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const create = useMutation({
    mutationFn: api.projects.create,
    onSuccess: (project) => {
      cache.setQueryData(projectKey(project.id), project);
      void cache.invalidateQueries({ queryKey: projectsKey });
      router.push(`/projects/${project.id}`);
    },
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New project" description="You can rename it at any time.">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = name.trim();
          setMissing(given === '');
          if (given !== '') create.mutate(given);
        }}
      >
        <Field label="Name" error={missing ? 'A project needs a name' : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={120}
              onChange={(event) => setName(event.target.value)}
              placeholder="Bookshop"
              autoComplete="off"
            />
          )}
        </Field>
        <ProblemNote error={create.error} className="mt-4" />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" tone="primary" busy={create.isPending || create.isSuccess}>
            Create project
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
