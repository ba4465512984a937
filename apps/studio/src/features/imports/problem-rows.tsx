'use client';

import type { Import } from '@curio/contracts';
import { useApi } from '@/api/provider.tsx';
import { usePageList } from '@/api/use-page-list.ts';
import { Disclosure } from '@/components/disclosure.tsx';
import { formatCount } from '@/components/format.ts';
import { LoadMore } from '@/components/load-more.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { type ImportRef, importKey } from './queries.ts';

/** The rows with problems, as they are in the file, page by page. */
export function ProblemRows({ importRef, report }: { importRef: ImportRef; report: Pick<Import, 'columns'> }) {
  return (
    <Disclosure title="Rows with problems">
      <Rows importRef={importRef} names={report.columns.map((column) => column.name)} />
    </Disclosure>
  );
}

function Rows({ importRef: { projectId, importId }, names }: { importRef: ImportRef; names: readonly string[] }) {
  const api = useApi();
  const list = usePageList({
    queryKey: [...importKey(projectId, importId), 'problems'],
    load: (query) => api.imports.problems(projectId, importId, query),
  });
  return (
    <>
      <ProblemNote error={list.error} onRetry={list.refetch} />
      <ScrollRegion label="Rows with problems">
        <table className="w-full text-left text-sm">
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {['Line', 'Problem', ...names].map((name) => (
                <th key={name} scope="col" className="px-3 py-2.5 font-medium whitespace-nowrap first:pl-5">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.rows?.map((row) => (
              <tr key={row.line} className="not-first:border-t">
                <td className="py-2 pr-3 pl-5 text-muted tabular-nums">{formatCount(row.line)}</td>
                <td className="min-w-56 px-3 py-2">{row.reason.replace(/^Line \d+: /, '')}</td>
                {names.map((name, place) => (
                  <td
                    key={name}
                    className={`max-w-48 truncate px-3 py-2 ${name === row.column ? 'text-bad-text' : ''}`}
                  >
                    {row.cells[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <LoadMore list={list} />
    </>
  );
}
