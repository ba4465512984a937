'use client';

import type { CreatedKey } from '@curio/contracts';
import { useQuery } from '@tanstack/react-query';
import { curlCommand } from '@/api/curl.ts';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { CodeBlock } from '@/components/code-block.tsx';
import { DialogActions } from '@/components/dialog.tsx';
import { firstCall } from './first-call.ts';

/** The new key, shown only once, and a curl command that uses it. */
export function CreatedKeyCard({
  created,
  projectId,
  onClose,
}: {
  created: CreatedKey;
  projectId: string;
  onClose: () => void;
}) {
  const api = useApi();
  const users = useQuery({
    queryKey: ['users', projectId, 'first'],
    queryFn: () => api.catalogue.users(projectId, { limit: 1 }),
  });
  const userId = users.data?.data[0]?.userId ?? null;
  const command = curlCommand(api.address, firstCall(created.scopes, projectId, userId), created.key);
  return (
    <div className="space-y-4">
      <CodeBlock label={`Key “${created.name}”`} text={created.key} copyLabel="Copy the key" />
      <CodeBlock label="Try it in a terminal" text={command} copyLabel="Copy the command" />
      <DialogActions>
        <Button tone="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </div>
  );
}
