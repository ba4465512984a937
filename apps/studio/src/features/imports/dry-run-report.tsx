import type { ChangedValue, DryRun, Import, ParsedExample } from '@curio/contracts';
import { Card, Section } from '@/components/card.tsx';
import { formatCount, formatPercent } from '@/components/format.ts';
import { ProgressBar } from '@/components/progress-bar.tsx';
import { ProblemRows } from './problem-rows.tsx';
import type { ImportRef } from './queries.ts';
import { RejectionList } from './rejection-list.tsx';
import { RowCounts } from './row-counts.tsx';

/** What an import with the chosen settings would do. */
export function DryRunReport({ importRef, draft, dryRun }: { importRef: ImportRef; draft: Import; dryRun: DryRun }) {
  if (draft.task === 'dry-run') return <ProgressBar percent={draft.progress.percent} label="Checking the file" />;
  const { rows, overlap, problem } = dryRun;
  return (
    <Section title="What this import would do" note="The whole file was read. Nothing has been changed.">
      {problem && (
        <Card className="border-bad/30 bg-bad-soft p-5">
          <p className="font-medium">{problem.detail}</p>
        </Card>
      )}
      {rows && <RowCounts rows={rows} kind={draft.kind} />}
      {overlap && (
        <p className="text-sm">
          <strong className="font-semibold">{formatPercent(overlap.share, 1)}</strong> of {formatCount(overlap.items)}{' '}
          item ids are in your catalogue
          {overlap.examples.length > 0 && <span className="text-muted">; not {overlap.examples.join(', ')}</span>}.
        </p>
      )}
      {dryRun.parsed.length > 0 && <Parsed examples={dryRun.parsed} />}
      {dryRun.changes.length > 0 && <Changes changes={dryRun.changes} />}
      {dryRun.rejections.length > 0 && <RejectionList rejections={dryRun.rejections} />}
      {rows && rows.rejected > 0 && <ProblemRows importRef={importRef} report={draft} />}
    </Section>
  );
}

function Parsed({ examples }: { examples: readonly ParsedExample[] }) {
  return (
    <ul className="space-y-1 text-sm">
      {examples.map(({ column, cell, value }) => (
        <li key={`${column} ${cell}`}>
          {column}: <q>{cell}</q> is read as <strong className="font-semibold">{value}</strong>
        </li>
      ))}
    </ul>
  );
}

function Changes({ changes }: { changes: readonly ChangedValue[] }) {
  return (
    <Card className="overflow-hidden">
      <table className="w-full text-left text-sm">
        <caption className="px-5 pt-3 text-left text-xs text-muted">Some of the values that change</caption>
        <thead className="border-b border-line text-xs text-muted">
          <tr>
            {['Id', 'Field', 'Before', 'After'].map((name) => (
              <th key={name} scope="col" className="px-3 py-2.5 font-medium first:pl-5">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ id, field, before, after }) => (
            <tr key={`${id} ${field}`} className="not-first:border-t">
              <td className="py-2 pr-3 pl-5 break-words">{id}</td>
              <td className="px-3 py-2">{field}</td>
              <td className="px-3 py-2 break-words text-muted">{textOf(before)}</td>
              <td className="px-3 py-2 break-words">{textOf(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
