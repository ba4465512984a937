'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { CodeBlock } from '@/components/code-block.tsx';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Field, Input } from '@/components/field.tsx';
import { notify } from '@/components/notify.ts';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { projectKey, projectsKey, useProject } from './queries.ts';

export function SettingsPage({ projectId }: { projectId: string }) {
  const project = useProject(projectId);
  return (
    <div className="max-w-2xl">
      <PageHeader title="Settings" />
      <ProblemNote error={project.error} onRetry={() => void project.refetch()} />
      {project.isPending && <Skeleton className="h-40" />}
      {project.data && (
        <div className="space-y-6">
          <Rename key={project.data.name} projectId={projectId} currentName={project.data.name} />
          <Card className="space-y-3 p-5">
            <h2 className="font-semibold tracking-tight">Project id</h2>
            <p className="text-sm text-muted">Part of the URL of every API call for this project.</p>
            <CodeBlock label="Id" text={projectId} />
          </Card>
          <Delete projectId={projectId} name={project.data.name} />
        </div>
      )}
    </div>
  );
}

function Rename({ projectId, currentName }: { projectId: string; currentName: string }) {
  const api = useApi();
  const cache = useQueryClient();
  const [name, setName] = useState(currentName);
  const rename = useMutation({
    mutationFn: () => api.projects.rename(projectId, name.trim()),
    onSuccess: (project) => {
      cache.setQueryData(projectKey(projectId), project);
      void cache.invalidateQueries({ queryKey: projectsKey });
      notify('Project renamed');
    },
  });
  return (
    <Card className="p-5">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <Field label="Name" hint="Shown in the studio only. API calls use the project id.">
          {(control) => (
            <Input {...control} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <ProblemNote error={rename.error} />
        <Button
          type="submit"
          tone="primary"
          busy={rename.isPending}
          disabled={name.trim() === '' || name.trim() === currentName}
        >
          Rename
        </Button>
      </form>
    </Card>
  );
}

function Delete({ projectId, name }: { projectId: string; name: string }) {
  const api = useApi();
  const router = useRouter();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.projects.remove(projectId),
    onSuccess: () => {
      router.replace('/projects');
      void cache.invalidateQueries({ queryKey: projectsKey });
      notify(`${name} was deleted`);
    },
  });
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4 border-bad/30 p-5">
      <div className="max-w-sm">
        <h2 className="font-semibold tracking-tight">Delete this project</h2>
        <p className="mt-1 text-sm text-muted">
          Its items, users, interactions, models and webhooks are deleted permanently.
        </p>
      </div>
      <Button tone="danger" onClick={() => setAsking(true)}>
        Delete project…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this project?"
        action="Delete permanently"
        typeToConfirm={name}
        busy={remove.isPending || remove.isSuccess}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <p>
          All rows and models of this project are deleted. API calls for it immediately return 404 (not found). This
          cannot be undone.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
