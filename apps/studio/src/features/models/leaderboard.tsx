import type { Model } from '@curio/contracts';
import { useState } from 'react';
import { Badge } from '@/components/badge.tsx';
import { Button } from '@/components/button.tsx';
import { Section } from '@/components/card.tsx';
import { formatDuration } from '@/components/format.ts';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { algorithmLabel } from './algorithm-words.ts';
import { formatMetric } from './metric-labels.ts';
import { settings } from './format-params.ts';

const ndcg = 'ndcg@10';

/** What was tried, best first, on the validation rows: of each algorithm its best, the others on demand. */
export function CandidateTable({ model }: { model: Model }) {
  const candidates = model.candidates
    .map((candidate, index) => ({ ...candidate, id: `${candidate.algorithm}-${index}` }))
    .sort((a, b) => (b.metrics[ndcg]?.value ?? 0) - (a.metrics[ndcg]?.value ?? 0));
  const [all, setAll] = useState(false);
  const bests = candidates.filter(
    ({ algorithm }, index) => candidates.findIndex((other) => other.algorithm === algorithm) === index,
  );
  return (
    <Section
      title="What was tried"
      note="Compared on validation rows, set aside for choosing."
      actions={
        bests.length < candidates.length && (
          <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Only the best of each' : `Show all ${candidates.length} tries`}
          </Button>
        )
      }
    >
      <ScrollRegion label="Candidates">
        <table className="w-full text-left text-sm">
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {['Algorithm', 'NDCG@10', 'Time', 'Settings'].map((heading) => (
                <th key={heading} scope="col" className="px-5 py-2.5 font-medium">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {(all ? candidates : bests).map((candidate, index) => {
              const value = candidate.metrics[ndcg]?.value;
              return (
                <tr key={candidate.id} className="not-first:border-t">
                  <td className="px-5 py-3 whitespace-nowrap">
                    <span className="mr-2 font-medium">{algorithmLabel(candidate.algorithm)}</span>
                    {index === 0 && <Badge tone="accent">Best</Badge>}
                  </td>
                  <td className="px-5 py-3">{value === undefined ? '–' : formatMetric(ndcg, value)}</td>
                  <td className="px-5 py-3 whitespace-nowrap text-muted">{formatDuration(candidate.seconds)}</td>
                  <td className="min-w-80 px-5 py-3 text-xs leading-5 text-muted wrap-anywhere">
                    {settings(candidate.params)}
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
