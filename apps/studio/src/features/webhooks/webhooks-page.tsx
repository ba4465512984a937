'use client';

import type { Endpoint } from '@curio/contracts';
import { Plus, Webhook } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Badge, type BadgeTone } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { TimeAgo } from '@/components/time-ago.tsx';
import { DeleteWebhookDialog } from './delete-webhook-dialog.tsx';
import { useWebhooks } from './queries.ts';

const CreateWebhookDialog = dynamic(() =>
  import('./create-webhook-dialog.tsx').then((module) => module.CreateWebhookDialog),
);

export function WebhooksPage({ projectId }: { projectId: string }) {
  const webhooks = useWebhooks(projectId);
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<Endpoint | null>(null);
  const rows = webhooks.rows;
  const create = (
    <Button tone="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      Add a webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        note="Curio sends a signed POST request to your server for each event, and retries failed deliveries."
        actions={rows && rows.length > 0 && create}
      />
      <ProblemNote error={webhooks.error} onRetry={webhooks.refetch} />
      {webhooks.isPending && <SkeletonRows label="Loading webhooks" />}
      {rows?.length === 0 && (
        <EmptyState icon={<Webhook />} title="No webhook yet" action={create}>
          Add the URL of your server to be notified when an import is applied or a model is ready.
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Card>
          <ul aria-label="Webhooks">
            {rows.map((endpoint) => (
              <Row key={endpoint.id} endpoint={endpoint} onDelete={() => setDeleting(endpoint)} />
            ))}
          </ul>
        </Card>
      )}
      <LoadMore list={webhooks} />
      {creating && <CreateWebhookDialog projectId={projectId} onClose={() => setCreating(false)} />}
      {deleting && <DeleteWebhookDialog projectId={projectId} endpoint={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

const deliveryTones: Record<'pending' | 'delivered' | 'failed', BadgeTone> = {
  pending: 'accent',
  delivered: 'good',
  failed: 'bad',
};

function Row({ endpoint, onDelete }: { endpoint: Endpoint; onDelete: () => void }) {
  const last = endpoint.lastDelivery;
  return (
    <li className="flex flex-wrap items-center gap-4 px-5 py-4 not-first:border-t">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium break-all">{endpoint.url}</p>
        <p className="mt-1 flex flex-wrap gap-1">
          {endpoint.events.map((event) => (
            <Badge key={event}>{event}</Badge>
          ))}
        </p>
      </div>
      <p className="flex items-center gap-2 text-[0.8125rem] text-muted">
        {last ? (
          <>
            <Badge tone={deliveryTones[last.status]}>
              {last.status}
              {last.httpStatus !== null && ` ${last.httpStatus}`}
            </Badge>
            <TimeAgo at={last.at} />
          </>
        ) : (
          'No deliveries yet'
        )}
      </p>
      <Button size="small" tone="quiet" aria-label={`Delete ${endpoint.url}`} onClick={onDelete}>
        Delete
      </Button>
    </li>
  );
}
