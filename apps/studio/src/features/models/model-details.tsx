import type { Model } from '@curio/contracts';
import type { ReactNode } from 'react';
import { Card, Section } from '@/components/card.tsx';
import { formatBytes, formatCount, formatDateTime } from '@/components/format.ts';
import { settings } from './format-params.ts';

/** What exactly was trained, on exactly what. */
export function ModelFacts({ model }: { model: Model }) {
  const { snapshot, artifact } = model;
  if (snapshot === null) return null;
  return (
    <Section title="Trained on" note="The same snapshot, settings and seed give the same model again.">
      <Card>
        <dl className="grid gap-x-8 px-5 py-2 text-sm sm:grid-cols-2">
          <Fact label="Rows">
            {formatCount(snapshot.items)} items, {formatCount(snapshot.users)} users,{' '}
            {formatCount(snapshot.interactions)} interactions
          </Fact>
          <Fact label="Data as of">{formatDateTime(snapshot.takenAt)}</Fact>
          <Fact label="Snapshot">
            <code className="font-mono text-xs break-all">{snapshot.hash}</code>
          </Fact>
          {artifact && (
            <Fact label="Artifact">
              {formatBytes(artifact.bytes)}
              <code className="block font-mono text-xs break-all text-muted">{artifact.sha256}</code>
            </Fact>
          )}
          {model.params && Object.keys(model.params).length > 0 && (
            <Fact label="Settings">
              <span className="text-xs">{settings(model.params)}</span>
            </Fact>
          )}
          <Fact label="Seed">{model.requested.seed}</Fact>
        </dl>
      </Card>
    </Section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 py-3 wrap-anywhere">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}
