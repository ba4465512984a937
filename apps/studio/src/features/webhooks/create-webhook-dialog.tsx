'use client';

import { type CreateEndpointInput, createEndpointInput, webhookEvents } from '@curio/contracts';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { CheckboxList } from '@/components/checkbox-list.tsx';
import { CodeBlock } from '@/components/code-block.tsx';
import { Dialog, DialogActions } from '@/components/dialog.tsx';
import { Field, Input } from '@/components/field.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { eventDescriptions } from './event-descriptions.ts';
import { webhooksKey } from './queries.ts';

export function CreateWebhookDialog({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const form = useForm<CreateEndpointInput>({
    resolver: standardSchemaResolver(createEndpointInput),
    defaultValues: { url: '', events: ['import.applied', 'model.ready'] },
  });
  const create = useMutation({
    mutationFn: (input: CreateEndpointInput) => api.webhooks.create(projectId, input),
    onSuccess: () => cache.invalidateQueries({ queryKey: webhooksKey(projectId) }),
  });
  const { errors } = form.formState;
  if (create.data) {
    return (
      <Dialog
        open
        wide
        onOpenChange={onClose}
        title="Your webhook’s secret"
        description="Your server verifies the signature of each delivery with it, as described at standardwebhooks.com. It is shown only once."
      >
        <CodeBlock label={create.data.url} text={create.data.secret} copyLabel="Copy the secret" />
        <DialogActions>
          <Button tone="primary" onClick={onClose}>
            I have copied it
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <Dialog open wide onOpenChange={onClose} title="Add a webhook">
      <form noValidate onSubmit={form.handleSubmit((input) => create.mutate(input))} className="space-y-5">
        <Field label="URL" hint="Curio sends POST requests to this URL." error={errors.url?.message}>
          {(control) => (
            <Input {...control} type="url" placeholder="https://shop.example/hooks/curio" {...form.register('url')} />
          )}
        </Field>
        <CheckboxList
          legend="Events"
          error={errors.events?.message}
          choices={webhookEvents.map((event) => ({ value: event, title: event, note: eventDescriptions[event] }))}
          register={form.register('events')}
        />
        <ProblemNote error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={create.isPending}>
            Add webhook
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
