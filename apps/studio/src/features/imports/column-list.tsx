'use client';

import type { ColumnPreview, ImportKind, Mapping } from '@curio/contracts';
import { targetsOf } from '@curio/contracts/fields';
import { Badge } from '@/components/badge.tsx';
import { Card } from '@/components/card.tsx';
import { formatPercent } from '@/components/format.ts';
import { Select } from '@/components/select.tsx';
import { ColumnOptions } from './column-options.tsx';
import { helpOf, labelOf } from './labels.ts';
import { defaultTarget, type Target, targetOf } from './mapping-draft.ts';

const grid = 'md:grid md:grid-cols-[minmax(0,1.1fr)_minmax(0,1.3fr)_5.5rem_minmax(0,1.25fr)] md:gap-5';

/** Your column │ samples │ detected type │ field. */
export function ColumnList({
  kind,
  columns,
  mapping,
  before,
  questions,
  onTarget,
}: {
  kind: ImportKind;
  columns: readonly ColumnPreview[];
  mapping: Mapping;
  /** The mapping at the start: the suggested one, or the one saved from the last file of this kind. */
  before: Mapping;
  questions: ReadonlyMap<string, string>;
  onTarget: (column: string, target: Target) => void;
}) {
  return (
    <Card>
      <div
        aria-hidden="true"
        className={`hidden border-b border-line px-5 py-2.5 text-xs font-medium text-muted ${grid}`}
      >
        <span>Your column</span>
        <span>Samples</span>
        <span>Detected type</span>
        <span>Field</span>
      </div>
      <ul aria-label="Columns of your file">
        {columns.map((column) => (
          <ColumnRow
            key={column.name}
            kind={kind}
            column={column}
            target={targetOf(mapping, column.name)}
            before={targetOf(before, column.name)}
            question={questions.get(column.name)}
            onTarget={(target) => onTarget(column.name, target)}
          />
        ))}
      </ul>
    </Card>
  );
}

function ColumnRow({
  kind,
  column,
  target,
  before,
  question,
  onTarget,
}: {
  kind: ImportKind;
  column: ColumnPreview;
  target: Target;
  before: Target;
  question: string | undefined;
  onTarget: (target: Target) => void;
}) {
  const help = helpOf(kind, target.field);
  const choices = targetsOf(kind).map((field) => ({ value: field, label: labelOf(field) }));
  return (
    <li className={`space-y-3 px-5 py-4 not-first:border-t md:space-y-0 ${grid}`}>
      <div className="min-w-0">
        <h2 className="font-medium break-words">{column.name}</h2>
        <Reason column={column} target={target} before={before} />
      </div>
      <ul
        aria-label={`Samples of ${column.name}`}
        className="min-w-0 space-y-0.5 font-mono text-xs leading-5 text-muted"
      >
        {[...new Set(column.samples)].slice(0, 3).map((sample) => (
          <li key={sample} className="truncate" title={sample}>
            {sample}
          </li>
        ))}
      </ul>
      <div>
        <Badge>{column.type}</Badge>
        {column.emptyShare > 0.005 && (
          <span className="ml-2 text-xs whitespace-nowrap text-muted md:mt-1 md:ml-0 md:block">
            {formatPercent(column.emptyShare)} empty
          </span>
        )}
      </div>
      <div className="min-w-0 space-y-2.5">
        <Select
          label={`Field for ${column.name}`}
          value={target.field}
          onChange={(field) => onTarget(defaultTarget(column, field))}
          choices={choices}
          invalid={question !== undefined}
        />
        {help && <p className={note}>{help}</p>}
        <KnownIds column={column} field={target.field} />
        <ColumnOptions column={column} target={target} onTarget={onTarget} />
        {question && <p className="text-[0.8125rem] text-warn">{question}</p>}
      </div>
    </li>
  );
}

function Reason({ column, target, before }: { column: ColumnPreview; target: Target; before: Target }) {
  const suggested = column.suggested;
  if (suggested?.field !== target.field) {
    const source = target.field !== before.field ? 'Chosen by you.' : 'From an earlier mapping.';
    return <p className={note}>{suggested || target.field !== 'ignore' ? source : 'No matching field found.'}</p>;
  }
  if (target.field === 'custom' || target.field === 'ignore') return <p className={note}>{suggested.why}</p>;
  return (
    <p className={note}>
      <span className={suggested.confidence < 0.6 ? 'text-warn' : 'text-good'}>
        {formatPercent(suggested.confidence)} confidence.
      </span>{' '}
      {suggested.why}
    </p>
  );
}

/** How many of the ids the project has. */
function KnownIds({ column, field }: { column: ColumnPreview; field: string }) {
  const share = field === 'itemId' || field === 'userId' ? column.known?.[field] : undefined;
  if (share === undefined) return null;
  return (
    <p className={note}>
      {formatPercent(share, 1)} of the first ids are {field === 'itemId' ? 'in your catalogue' : 'known users'}.
    </p>
  );
}

const note = 'mt-0.5 text-[0.8125rem] leading-5 text-muted';
