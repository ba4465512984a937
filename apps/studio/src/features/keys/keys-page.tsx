'use client';

import type { Key } from '@curio/contracts';
import { KeyRound, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { LoadMore } from '@/components/load-more.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { KeyTable } from './key-table.tsx';
import { useKeys } from './queries.ts';
import { RevokeDialog } from './revoke-dialog.tsx';

const RotateDialog = dynamic(() => import('./rotate-dialog.tsx').then((module) => module.RotateDialog));
const CreateKeyDialog = dynamic(() => import('./create-key-dialog.tsx').then((module) => module.CreateKeyDialog));

export function KeysPage({ projectId }: { projectId: string }) {
  const keys = useKeys();
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [revoking, setRevoking] = useState<Key | null>(null);
  const [rotating, setRotating] = useState<Key | null>(null);
  const rows = keys.rows?.filter(isInForce);
  const ended = (keys.rows?.length ?? 0) - (rows?.length ?? 0);
  const create = (
    <Button tone="primary" onClick={() => void setCreating(true)}>
      <Plus aria-hidden="true" />
      Create a key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="API keys"
        note="Your app sends one with each call. Keys belong to the workspace; each can be limited to some projects."
        badge={ended > 0 && <Badge>{ended} revoked or expired</Badge>}
        actions={rows && rows.length > 0 && create}
      />
      <ProblemNote error={keys.error} onRetry={keys.refetch} />
      {keys.isPending && <SkeletonRows label="Loading keys" />}
      {rows?.length === 0 && !keys.hasMore && (
        <EmptyState icon={<KeyRound />} title="No key yet" action={create}>
          Create one for your app. It is shown once, with a command to try it in a terminal.
        </EmptyState>
      )}
      {rows && rows.length > 0 && <KeyTable rows={rows} onRotate={setRotating} onRevoke={setRevoking} />}
      <LoadMore list={keys} />
      {creating && <CreateKeyDialog projectId={projectId} onClose={() => void setCreating(null)} />}
      {rotating && <RotateDialog rotating={rotating} projectId={projectId} onClose={() => setRotating(null)} />}
      {revoking && <RevokeDialog revoking={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function isInForce({ revokedAt, expiresAt }: Key): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());
}
