'use client';

import { Dialog } from '@base-ui/react/dialog';
import type { LoggedRequest } from '@curio/contracts';
import { Lightbulb, SearchX, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/problem.ts';
import { useApi } from '@/api/provider.tsx';
import { Button, ButtonAnchor } from '@/components/button.tsx';
import { CodeBlock } from '@/components/code-block.tsx';
import { EmptyState } from '@/components/empty-state.tsx';
import { formatClock, formatDateTime } from '@/components/format.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { fixOf } from './fixes.ts';
import { formatMilliseconds } from './format-milliseconds.ts';
import { useLoggedRequest } from './queries.ts';
import { StatusBadge } from './status-badge.tsx';

/** One request over the page: what was sent, what was answered, and how to fix it. */
export function RequestDrawer({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const found = useLoggedRequest(requestId);
  const missing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-40 w-full max-w-xl overflow-y-auto border-l border-line bg-surface p-5 shadow-dialog outline-hidden transition-transform duration-200 data-starting-style:translate-x-full sm:p-6">
          <Dialog.Title className="pr-10 text-base font-semibold tracking-tight break-words">
            {found.data ? (
              <>
                {found.data.method} <span className="font-mono text-sm break-all">{found.data.path}</span>
              </>
            ) : (
              'Request'
            )}
          </Dialog.Title>
          <Dialog.Close
            aria-label="Close"
            className="absolute top-4 right-4 grid size-8 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
          >
            <X className="size-4" aria-hidden="true" />
          </Dialog.Close>
          <div className="mt-4">
            {found.isPending && <SkeletonRows rows={6} label="Loading the request" />}
            {missing ? (
              <Missing requestId={requestId} onRetry={() => void found.refetch()} />
            ) : (
              <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
            )}
            {found.data && <Details request={found.data} />}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Missing({ requestId, onRetry }: { requestId: string; onRetry: () => void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title="This request is not in the log"
      action={<Button onClick={onRetry}>Look again</Button>}
    >
      <p>
        <code className="font-mono text-xs break-all">{requestId}</code>
      </p>
      <p className="mt-2">
        It may have been answered a moment ago, left out because only a sample of the successes is kept, deleted with
        age, or sent to another workspace. The operator of this installation finds each request id in the log of the
        API.
      </p>
    </EmptyState>
  );
}

function Details({ request }: { request: LoggedRequest }) {
  const { caller, problem } = request;
  return (
    <div className="space-y-6">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2 text-[0.8125rem]">
        <Fact name="Status">
          <StatusBadge status={request.status} /> {problem?.title}
        </Fact>
        <Fact name="Answered">
          <time dateTime={request.at} title={formatDateTime(request.at)}>
            {formatClock(request.at, Date.now())}
          </time>{' '}
          after {formatMilliseconds(request.milliseconds)}
        </Fact>
        <Fact name={caller.kind === 'key' ? 'API key' : 'Account'}>
          {caller.name ?? 'Deleted'} <code className="font-mono text-xs text-muted">{caller.id}</code>
        </Fact>
        <Fact name="Route">
          <code className="font-mono text-xs">{request.route}</code>
        </Fact>
        {request.projectId && (
          <Fact name="Project">
            <code className="font-mono text-xs">{request.projectId}</code>
          </Fact>
        )}
        <Fact name="Request id">
          <code className="font-mono text-xs select-all">{request.requestId}</code>
        </Fact>
      </dl>
      {problem && <Fix problem={problem} />}
      {problem && <CodeBlock label="Answer" text={JSON.stringify(problem, null, 2)} />}
      {request.body && <CodeBlock label="Request body, without secrets and users" text={request.body} />}
      {!request.body && (
        <p className="text-[0.8125rem] text-muted">
          {request.status >= 400
            ? 'No body was kept: the request had none, it was an upload, or it described users.'
            : 'Bodies of successful requests are not kept.'}
        </p>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}

function Fix({ problem }: { problem: NonNullable<LoggedRequest['problem']> }) {
  const { address } = useApi();
  const fix = fixOf(problem.code);
  return (
    <section aria-labelledby="fix" className="flex gap-3 rounded-xl border border-line bg-sunken p-4 text-sm">
      <Lightbulb className="mt-0.5 size-4 shrink-0 text-accent-text" aria-hidden="true" />
      <div className="min-w-0 space-y-2">
        <h3 id="fix" className="font-semibold">
          How to fix it
        </h3>
        {!problem.errors?.length && <p className="break-words">{problem.detail}</p>}
        {problem.errors && problem.errors.length > 0 && (
          <ul className="list-disc space-y-0.5 pl-4">
            {problem.errors.map((each) => (
              <li key={each.pointer + each.detail} className="break-words">
                {each.pointer && <code className="font-mono text-xs">{each.pointer}</code>} {each.detail}
              </li>
            ))}
          </ul>
        )}
        {fix && <p className="text-muted">{fix}</p>}
        <ButtonAnchor size="small" href={`${address}/docs`} target="_blank" rel="noreferrer">
          API reference
        </ButtonAnchor>
      </div>
    </section>
  );
}
