'use client';

import { type CreatedKey, type CreateKeyInput, createKeyInput, scopes } from '@curio/contracts';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { CheckboxList } from '@/components/checkbox-list.tsx';
import { DialogActions } from '@/components/dialog.tsx';
import { Field, Input } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { useProject } from '@/features/projects/queries.ts';
import { keysKey } from './queries.ts';
import { scopeDescriptions } from './scope-descriptions.ts';

type Form = z.input<typeof createKeyInput>;

export function CreateKeyForm({
  projectId,
  onCreated,
  onCancel,
}: {
  projectId: string;
  onCreated: (created: CreatedKey) => void;
  onCancel: () => void;
}) {
  const api = useApi();
  const cache = useQueryClient();
  const project = useProject(projectId).data;
  const form = useForm<Form, unknown, CreateKeyInput>({
    resolver: standardSchemaResolver(createKeyInput),
    defaultValues: { name: '', scopes: ['recommend', 'events:write'], projects: [projectId], environment: 'live' },
  });
  const create = useMutation({
    mutationFn: (input: CreateKeyInput) => api.keys.create(input),
    onSuccess: (created) => {
      void cache.invalidateQueries({ queryKey: keysKey });
      onCreated(created);
    },
  });
  const { errors } = form.formState;
  return (
    <form noValidate onSubmit={form.handleSubmit((input) => create.mutate(input))} className="space-y-5">
      <Field label="Name" hint="Where it is used, such as “shop backend”." error={errors.name?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('name')} />}
      </Field>
      <CheckboxList
        legend="Scopes"
        error={errors.scopes?.message}
        choices={scopes.map((scope) => ({ value: scope, title: scope, note: scopeDescriptions[scope] }))}
        register={form.register('scopes')}
      />
      <fieldset className="space-y-2">
        <legend className="mb-2 text-[0.8125rem] font-medium">Projects</legend>
        <ProjectChoice
          label={`Only ${project?.name ?? 'this project'}`}
          checked={form.watch('projects') !== undefined}
          onChoose={() => form.setValue('projects', [projectId])}
        />
        <ProjectChoice
          label="All projects of the workspace, including future ones"
          checked={form.watch('projects') === undefined}
          onChoose={() => form.setValue('projects', undefined)}
        />
      </fieldset>
      <ProblemNote error={create.error} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" busy={create.isPending}>
          Create key
        </Button>
      </DialogActions>
    </form>
  );
}

function ProjectChoice({ label, checked, onChoose }: { label: string; checked: boolean; onChoose: () => void }) {
  return (
    <label className="flex items-center gap-2.5">
      <input type="radio" name="reach" checked={checked} onChange={onChoose} className="size-4 accent-accent" />
      {label}
    </label>
  );
}
