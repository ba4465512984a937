'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { ItemPicture } from '@/components/item-picture.tsx';
import { ItemPicker } from '@/features/query/item-picker.tsx';
import { NumberInput } from '@/features/query/number-input.tsx';
import { ErrorText, useErrorAt } from '@/features/query/pointer-errors.tsx';
import { useItem } from '@/features/query/queries.ts';
import { RuleGroup } from './rule-group.tsx';
import type { RulesDraft } from './settings-draft.ts';

/** Titles are read one by one: of long lists, the rest is shown by id. */
const maxTitles = 30;

/** Items at fixed positions. */
export function Pins({
  projectId,
  pins,
  onChange,
}: {
  projectId: string;
  pins: NonNullable<RulesDraft['pin']>;
  onChange: (pins: NonNullable<RulesDraft['pin']>) => void;
}) {
  const next = Math.max(0, ...pins.map(({ position }) => Number(position) || 0)) + 1;
  return (
    <ItemGroup
      projectId={projectId}
      title="Pin"
      note="Puts items at positions of your choice, counted from 1."
      action="Pin an item"
      ids={pins.map(({ itemId }) => itemId)}
      pointer="/rules/pin"
      onAdd={(itemId) => onChange([...pins, { itemId, position: next }])}
      onRemove={(n) => onChange(pins.filter((_, at) => at !== n))}
      detail={(n) => (
        <Position
          itemId={pins[n]?.itemId ?? ''}
          position={pins[n]?.position}
          pointer={`/rules/pin/${n}/position`}
          onChange={(position) => onChange(pins.map((pin, at) => (at === n ? { ...pin, position } : pin)))}
        />
      )}
    />
  );
}

function Position({
  itemId,
  position,
  pointer,
  onChange,
}: {
  itemId: string;
  position: unknown;
  pointer: string;
  onChange: (position: number | string) => void;
}) {
  const error = useErrorAt(pointer, true);
  return (
    <div className="w-24">
      <NumberInput
        aria-label={`Position of ${itemId}`}
        aria-invalid={error !== undefined || undefined}
        value={position}
        onChange={onChange}
      />
      <ErrorText message={error} />
    </div>
  );
}

/** Items that are the only ones, or never, in the list. */
export function ItemList({
  projectId,
  kind,
  ids,
  onChange,
}: {
  projectId: string;
  kind: 'include' | 'exclude';
  ids: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const only = kind === 'include';
  return (
    <ItemGroup
      projectId={projectId}
      title={only ? 'Include' : 'Exclude'}
      note={only ? 'Only these items can be recommended.' : 'These items are never recommended.'}
      action={only ? 'Include an item' : 'Exclude an item'}
      ids={ids}
      pointer={`/rules/${kind}`}
      onAdd={(itemId) => onChange([...ids.filter((each) => each !== itemId), itemId])}
      onRemove={(n) => onChange(ids.filter((_, at) => at !== n))}
    />
  );
}

function ItemGroup({
  projectId,
  title,
  note,
  action,
  ids,
  pointer,
  onAdd,
  onRemove,
  detail,
}: {
  projectId: string;
  title: string;
  note: string;
  action: string;
  ids: readonly string[];
  pointer: string;
  onAdd: (itemId: string) => void;
  onRemove: (n: number) => void;
  detail?: (n: number) => React.ReactNode;
}) {
  const [adding, setAdding] = useState(false);
  const error = useErrorAt(pointer);
  return (
    <>
      <RuleGroup
        title={title}
        note={note}
        count={ids.length}
        actions={
          <Button size="small" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {adding ? <X aria-hidden="true" /> : <Plus aria-hidden="true" />}
            {adding ? 'Cancel' : action}
          </Button>
        }
      >
        {ids.map((itemId, n) => (
          <ListedItem
            key={`${pointer}/${itemId}`}
            projectId={projectId}
            itemId={itemId}
            withTitle={n < maxTitles}
            pointer={`${pointer}/${n}`}
            onRemove={() => onRemove(n)}
          >
            {detail?.(n)}
          </ListedItem>
        ))}
      </RuleGroup>
      <ErrorText message={error} />
      {adding && (
        <div className="pb-4">
          <ItemPicker
            projectId={projectId}
            itemId={null}
            label={`${action}: find it by title or id`}
            onChoose={(itemId) => {
              setAdding(false);
              onAdd(itemId);
            }}
          />
        </div>
      )}
    </>
  );
}

function ListedItem({
  projectId,
  itemId,
  withTitle,
  pointer,
  onRemove,
  children,
}: {
  projectId: string;
  itemId: string;
  withTitle: boolean;
  pointer: string;
  onRemove: () => void;
  children: React.ReactNode;
}) {
  const item = useItem(projectId, withTitle ? itemId : null).data;
  const error = useErrorAt(pointer) ?? undefined;
  const title = item?.title ?? itemId;
  return (
    <li>
      <div className="flex items-center gap-3">
        <ItemPicture
          itemId={itemId}
          title={title}
          imageUrl={item?.imageUrl ?? null}
          className="h-12 w-8 shrink-0 text-[0.625rem]"
        />
        <p className="min-w-0 flex-1">
          <span className="block truncate text-[0.8125rem] font-medium">{title}</span>
          {title !== itemId && <span className="block truncate text-xs text-muted">{itemId}</span>}
        </p>
        {children}
        <Button size="icon" tone="quiet" aria-label={`Remove ${title}`} onClick={onRemove}>
          <X aria-hidden="true" />
        </Button>
      </div>
      <ErrorText message={error} />
    </li>
  );
}
