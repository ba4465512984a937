import type { Model } from '@curio/contracts';
import { Fragment } from 'react';
import { Section } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { formatLift, formatMetric, metricLabel } from './metric-labels.ts';

type Segment = Model['segments'][number];

const ndcg = 'ndcg@10';
const groups: { by: Segment['by']; title: string }[] = [
  { by: 'history-length', title: 'By length of the user’s history' },
  { by: 'held-out-item-users', title: 'By popularity of the held-out item' },
];

/** NDCG@10 of the version and of popularity for segments of the held-out users. */
export function SegmentTable({ segments }: { segments: Model['segments'] }) {
  if (segments.length === 0) return null;
  return (
    <Section
      title="Segments"
      note={`${metricLabel(ndcg).label} for parts of the held-out users. Small segments have wide confidence intervals.`}
    >
      <ScrollRegion label="Segments">
        <table className="w-full text-left text-sm tabular-nums">
          <caption className="sr-only">Evaluation by segment</caption>
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {['Segment', 'Users', 'This version', 'Popularity', 'vs popularity'].map((heading) => (
                <th key={heading} scope="col" className="px-5 py-2.5 font-medium whitespace-nowrap">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ by, title }) => {
              const rows = segments.filter((segment) => segment.by === by);
              if (rows.length === 0) return null;
              return (
                <Fragment key={by}>
                  <tr className="border-t border-line bg-sunken first:border-t-0">
                    <th scope="colgroup" colSpan={5} className="px-5 py-2 text-xs font-medium text-muted">
                      {title}
                    </th>
                  </tr>
                  {rows.map((segment) => (
                    <Row key={segment.label} segment={segment} />
                  ))}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}

function Row({ segment: { label, users, metrics, baseline } }: { segment: Segment }) {
  const format = (value: number | undefined) => (value === undefined ? '–' : formatMetric(ndcg, value));
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-5 py-3 font-medium">
        {label}
      </th>
      <td className="px-5 py-3">{formatCount(users)}</td>
      <td className="px-5 py-3 font-medium">{format(metrics[ndcg])}</td>
      <td className="px-5 py-3 text-muted">{format(baseline[ndcg])}</td>
      <td className="px-5 py-3">{formatLift(metrics[ndcg], baseline[ndcg]) ?? '–'}</td>
    </tr>
  );
}
