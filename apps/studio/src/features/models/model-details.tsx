import type { Model } from '@curio/contracts';
import type { ReactNode } from 'react';
import { Card, Section } from '@/components/card.tsx';
import { formatBytes, formatCount, formatDateTime } from '@/components/format.ts';
import { formatParams } from './format-params.ts';
import { useAlgorithms } from './use-algorithms.ts';

/** Snapshot, artifact, parameters and seed of a version. */
export function ModelDetails({ model }: { model: Model }) {
  const algorithms = useAlgorithms();
  const { snapshot, artifact } = model;
  if (snapshot === null) return null;
  return (
    <Section title="Trained on" note="Reproducible: the same snapshot, parameters and seed give the same model.">
      <Card>
        <dl className="grid gap-x-8 px-5 py-2 text-sm sm:grid-cols-2">
          <Detail label="Rows">
            {formatCount(snapshot.items)} items, {formatCount(snapshot.users)} users,{' '}
            {formatCount(snapshot.interactions)} interactions
          </Detail>
          <Detail label="Data as of">{formatDateTime(snapshot.takenAt)}</Detail>
          <Detail label="Snapshot">
            <code className="font-mono text-xs break-all">{snapshot.hash}</code>
          </Detail>
          {artifact && (
            <Detail label="Artifact">
              {formatBytes(artifact.bytes)}
              <code className="block font-mono text-xs break-all text-muted">{artifact.sha256}</code>
            </Detail>
          )}
          {model.params && Object.keys(model.params).length > 0 && (
            <Detail label="Parameters">
              <span className="text-xs">{formatParams(algorithms, model.algorithm, model.params)}</span>
            </Detail>
          )}
          {model.backend && <Detail label="Computed with">{backendLabel(model.backend)}</Detail>}
          <Detail label="Seed">{model.requested.seed}</Detail>
        </dl>
      </Card>
    </Section>
  );
}

/** `kernels`: only Curio’s own WebAssembly kernels; else a backend of TensorFlow.js. */
function backendLabel(backend: string): string {
  return backend === 'kernels' ? 'WebAssembly kernels' : `TensorFlow.js (${backend})`;
}

function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 py-3 wrap-anywhere">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}
