'use client';

import { useState } from 'react';
import { ItemRow } from './item-row.tsx';
import { Picker } from './picker.tsx';
import { useItem, useItems } from './queries.ts';
import { useDebounced } from './use-debounced.ts';

export function ItemPicker({
  projectId,
  itemId,
  onChoose,
  label = 'Find an item by title or id',
}: {
  projectId: string;
  itemId: string | null;
  onChoose: (itemId: string) => void;
  label?: string;
}) {
  const shown = useItem(projectId, itemId).data;
  const [text, setText] = useState('');
  const found = useItems(projectId, useDebounced(text.trim()));
  return (
    <Picker
      label={label}
      chosen={
        itemId && (
          <>
            <span className="block text-xs text-muted">Item</span>
            <span className="block truncate font-medium">{shown?.title ?? itemId}</span>
          </>
        )
      }
      text={text}
      onText={setText}
      rows={found.data?.data}
      error={found.error}
      idOf={(each) => each.itemId}
      row={(each) => <ItemRow item={each} />}
      onChoose={(each) => onChoose(each.itemId)}
    />
  );
}
