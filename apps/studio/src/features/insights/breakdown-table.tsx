import { Section } from '@/components/card.tsx';
import { formatCount } from '@/components/format.ts';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { type Counts, clickThroughRate, noCounts } from './counts.ts';
import { Rate, RateChange } from './rate.tsx';
import { wilson } from './wilson.ts';

const headers = ['Impressions', 'Clicks', 'Click-through rate', 'Change', 'Conversions'];

/** One row for each placement or version, the most shown first. */
export function BreakdownTable<K extends string | number>({
  title,
  header,
  now,
  before,
  label,
}: {
  title: string;
  header: string;
  now: ReadonlyMap<K, Counts>;
  before: ReadonlyMap<K, Counts>;
  label: (key: K) => string;
}) {
  const rows = [...now].sort(([, a], [, b]) => b.impressions - a.impressions);
  if (rows.length === 0) return null;
  const max = Math.max(
    ...rows.map(([, counts]) => wilson(counts.clicks, counts.impressions)?.high ?? 0),
    ...rows.map(([, counts]) => clickThroughRate(counts) ?? 0),
  );
  return (
    <Section title={title}>
      <ScrollRegion label={title}>
        <table className="w-full text-left text-sm">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="border-b border-line text-xs whitespace-nowrap text-muted">
              {[header, ...headers].map((name) => (
                <th key={name} scope="col" className="px-4 py-2.5 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([key, counts]) => (
              <tr key={key} className="not-first:border-t">
                <th scope="row" className="px-4 py-3 font-medium whitespace-nowrap">
                  {label(key)}
                </th>
                <td className="px-4 py-3 tabular-nums">{formatCount(counts.impressions)}</td>
                <td className="px-4 py-3 tabular-nums">{formatCount(counts.clicks)}</td>
                <td className="px-4 py-3">
                  <Rate counts={counts} max={max} />
                </td>
                <td className="px-4 py-3 whitespace-nowrap">
                  <RateChange now={counts} before={before.get(key) ?? noCounts} />
                </td>
                <td className="px-4 py-3 tabular-nums">{formatCount(counts.conversions)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}
