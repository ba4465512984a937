import type { Model } from '@curio/contracts';
import { useState } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { Section } from '@/components/card.tsx';
import { formatDuration } from '@/components/format.ts';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { formatParams } from './format-params.ts';
import { formatMetric } from './metric-labels.ts';
import { useAlgorithms } from './use-algorithms.ts';

const ndcg = 'ndcg@10';

/** The trials on the validation split, best first: the best of each algorithm, or all. */
export function Leaderboard({ model }: { model: Model }) {
  const entries = model.leaderboard
    .map((entry, index) => ({ ...entry, id: `${entry.algorithm}-${index}` }))
    .sort((a, b) => (b.metrics[ndcg]?.value ?? 0) - (a.metrics[ndcg]?.value ?? 0));
  const algorithms = useAlgorithms();
  const [all, setAll] = useState(false);
  const bests = entries.filter(
    ({ algorithm }, index) => entries.findIndex((other) => other.algorithm === algorithm) === index,
  );
  return (
    <Section
      title="Leaderboard"
      note="The trials of this training, scored on the validation split. The test split is not used to choose."
      actions={
        bests.length < entries.length && (
          <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show the best of each algorithm' : `Show all ${entries.length} trials`}
          </Button>
        )
      }
    >
      <ScrollRegion label="Leaderboard">
        <table className="w-full text-left text-sm">
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {['Algorithm', 'NDCG@10', 'Time', 'Parameters'].map((heading) => (
                <th key={heading} scope="col" className="px-5 py-2.5 font-medium">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {(all ? entries : bests).map((entry, index) => {
              const value = entry.metrics[ndcg]?.value;
              return (
                <tr key={entry.id} className="not-first:border-t">
                  <td className="px-5 py-3 whitespace-nowrap">
                    <span className="mr-2 font-medium">{algorithms.label(entry.algorithm)}</span>
                    {index === 0 && <Badge tone="accent">Best</Badge>}
                  </td>
                  <td className="px-5 py-3">{value === undefined ? '–' : formatMetric(ndcg, value)}</td>
                  <td className="px-5 py-3 whitespace-nowrap text-muted">{formatDuration(entry.seconds)}</td>
                  <td className="min-w-80 px-5 py-3 text-xs leading-5 text-muted wrap-anywhere">
                    {formatParams(algorithms, entry.algorithm, entry.params)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}
