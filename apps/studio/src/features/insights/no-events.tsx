'use client';

import { ChartColumn } from 'lucide-react';
import { curlCommand } from '@/api/curl.ts';
import { useApi } from '@/api/provider.tsx';
import { path } from '@/api/send.ts';
import { ButtonLink } from '@/components/button.tsx';
import { CodeBlock } from '@/components/code-block.tsx';
import { EmptyState } from '@/components/empty-state.tsx';

/** Which events the figures come from, with a call that sends them. */
export function NoEvents({ projectId }: { projectId: string }) {
  const api = useApi();
  const event = (type: string) => ({ userId: 'USER_ID', itemId: 'ITEM_ID', type, recommendationId: 'REC_ID' });
  const command = curlCommand(api.address, {
    method: 'POST',
    path: path`/v1/projects/${projectId}/events`,
    body: { events: [event('impression'), event('click'), event('convert')] },
  });
  return (
    <div className="space-y-6">
      <EmptyState
        icon={<ChartColumn />}
        title="No impressions in this period"
        action={<ButtonLink href={path`/projects/${projectId}/connect`}>Connect your app</ButtonLink>}
      >
        Each answer has a <code className="font-mono">recommendationId</code>. Send it back with three events:{' '}
        <strong className="font-medium text-ink">impression</strong> when an item is seen,{' '}
        <strong className="font-medium text-ink">click</strong> when it is opened,{' '}
        <strong className="font-medium text-ink">convert</strong> when it is bought, read or watched.
      </EmptyState>
      <CodeBlock label="Send events" text={command} copyLabel="Copy the command" />
    </div>
  );
}
