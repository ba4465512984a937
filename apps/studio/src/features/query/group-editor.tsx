'use client';

import { FolderPlus, Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/button.tsx';
import { Select } from '@/components/select.tsx';
import { Condition } from './condition.tsx';
import { type FilterDraft, type GroupMode, groupOf, toFilter } from './filter-draft.ts';
import { firstField, newCondition } from './operators.ts';
import { ErrorText, useErrorAt } from './pointer-errors.tsx';

const maxDepth = 4;

const modes: { value: GroupMode; label: string }[] = [
  { value: 'all', label: 'All of' },
  { value: 'any', label: 'Any of' },
  { value: 'none', label: 'None of' },
];

/** Conditions and groups that combine by all, any or none. */
export function GroupEditor({
  projectId,
  fields,
  filter,
  pointer,
  depth,
  onChange,
  onRemove,
}: {
  projectId: string;
  fields: Parameters<typeof Condition>[0]['fields'];
  filter: FilterDraft;
  pointer: string;
  depth: number;
  onChange: (filter: FilterDraft) => void;
  onRemove: () => void;
}) {
  const error = useErrorAt(pointer);
  const group = groupOf(filter);
  if (group === null) return null;
  const { mode, parts } = group;
  const change = (next: FilterDraft[]) => (next.length === 0 ? onRemove() : onChange(toFilter(mode, next)));
  const replace = (n: number, part: FilterDraft) => change(parts.map((each, at) => (at === n ? part : each)));
  const remove = (n: number) => change(parts.filter((_, at) => at !== n));
  const first = firstField(fields);
  const add = (part: (condition: FilterDraft) => FilterDraft) => {
    if (first) change([...parts, part(newCondition(first))]);
  };
  return (
    <fieldset className="min-w-0 rounded-xl bg-sunken p-2.5 ring-1 ring-line ring-inset">
      <legend className="sr-only">{depth === 1 ? 'Conditions' : 'Group of conditions'}</legend>
      <div className="mb-2 flex items-center gap-2">
        <Select
          label="How the conditions combine"
          className="w-28"
          value={mode}
          choices={modes}
          onChange={(next) => onChange(toFilter(next, parts))}
        />
        <span className="flex-1 text-[0.8125rem] text-muted">
          {mode === 'none' ? 'these hold' : parts.length === 1 ? 'this holds' : 'these hold'}
        </span>
        <Button
          size="icon"
          tone="quiet"
          aria-label={depth === 1 ? 'Remove all conditions' : 'Remove the group'}
          title={depth === 1 ? 'Remove all conditions' : 'Remove the group'}
          onClick={onRemove}
        >
          <Trash2 aria-hidden="true" />
        </Button>
      </div>
      <ul className="space-y-2">
        {parts.map((part, n) => {
          const at = `${pointer}${group.pointer}/${n}`;
          const props = {
            projectId,
            fields,
            filter: part,
            pointer: at,
            onChange: (next: FilterDraft) => replace(n, next),
            onRemove: () => remove(n),
          };
          return (
            <li key={at}>{groupOf(part) ? <GroupEditor {...props} depth={depth + 1} /> : <Condition {...props} />}</li>
          );
        })}
      </ul>
      <ErrorText message={error} />
      <div className="mt-2 flex flex-wrap gap-1">
        <Button size="small" tone="quiet" onClick={() => add((condition) => condition)}>
          <Plus aria-hidden="true" />
          Condition
        </Button>
        {depth < maxDepth && (
          <Button
            size="small"
            tone="quiet"
            onClick={() => add((condition) => toFilter(mode === 'any' ? 'all' : 'any', [condition]))}
          >
            <FolderPlus aria-hidden="true" />
            Group
          </Button>
        )}
      </div>
    </fieldset>
  );
}
