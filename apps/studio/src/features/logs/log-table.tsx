import type { LoggedRequestSummary } from '@curio/contracts';
import clsx from 'clsx';
import { formatClock, formatDateTime } from '@/components/format.ts';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import { formatMilliseconds } from './format-milliseconds.ts';
import { StatusBadge } from './status-badge.tsx';

const head = 'px-4 py-2.5 text-xs font-medium whitespace-nowrap text-muted';
const cell = 'px-4 py-2 align-middle';
/** On narrow screens the row's button says the same in its second line. */
const wide = 'max-md:hidden';

interface LogTableProps {
  rows: LoggedRequestSummary[];
  /** Whose requests these are: its paths are shown without what they have in common. */
  projectId: string | undefined;
  onOpen: (requestId: string) => void;
}

/** Requests, newest first. The path is a button that opens the request. */
export function LogTable({ rows, projectId, onOpen }: LogTableProps) {
  return (
    <ScrollRegion label="Requests">
      <table className="w-full text-left text-[0.8125rem]">
        <caption className="sr-only">Requests, newest first</caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className={clsx(head, wide)}>
              Time
            </th>
            <th scope="col" className={head}>
              Status
            </th>
            <th scope="col" className={clsx(head, 'w-full')}>
              Request
            </th>
            <th scope="col" className={clsx(head, wide, 'text-right')}>
              Duration
            </th>
            <th scope="col" className={clsx(head, wide)}>
              Caller
            </th>
            <th scope="col" className={clsx(head, 'max-lg:hidden')}>
              Request id
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.requestId} row={row} base={projectId && `/v1/projects/${projectId}`} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface RowProps {
  row: LoggedRequestSummary;
  base: string | undefined;
  onOpen: (requestId: string) => void;
}

function Row({ row, base, onOpen }: RowProps) {
  const { requestId, at, status, method, path, milliseconds, caller, code } = row;
  const shortPath = base && path.startsWith(`${base}/`) ? `…${path.slice(base.length)}` : path;
  const time = (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatClock(at, Date.now())}
    </time>
  );
  return (
    <tr className="relative not-first:border-t hover:bg-sunken/60">
      <td className={clsx(cell, wide, 'whitespace-nowrap text-muted tabular-nums')}>{time}</td>
      <td className={cell}>
        <StatusBadge status={status} />
      </td>
      <td className={clsx(cell, 'min-w-40')}>
        <button
          type="button"
          title={path}
          onClick={() => onOpen(requestId)}
          className="block text-left font-mono text-xs break-all after:absolute after:inset-0 focus-visible:-outline-offset-2"
        >
          <span className="font-semibold">{method}</span> {shortPath}
        </button>
        {code && <span className="block text-xs text-muted">{code}</span>}
        <span className="block text-xs text-muted md:hidden">
          {time} · {formatMilliseconds(milliseconds)}
        </span>
      </td>
      <td className={clsx(cell, wide, 'text-right whitespace-nowrap tabular-nums')}>
        {formatMilliseconds(milliseconds)}
      </td>
      <td className={clsx(cell, wide, 'max-w-40 truncate text-muted')} title={caller.id}>
        {caller.name ?? caller.id}
      </td>
      <td className={clsx(cell, 'font-mono text-xs whitespace-nowrap text-muted max-lg:hidden')}>{requestId}</td>
    </tr>
  );
}
