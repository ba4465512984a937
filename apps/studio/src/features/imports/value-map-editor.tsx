'use client';

import type { ColumnPreview } from '@curio/contracts';
import { useId, useState } from 'react';
import { controlStyles } from '@/components/field.tsx';
import type { Target } from './mapping-draft.ts';
import { formatValueMap, parseValueMap } from './value-map.ts';

/** Replacements of cells, such as of types of interaction or of words for numbers. Collapsed where there are none. */
export function ValueMapEditor({
  column,
  target,
  onTarget,
}: {
  column: ColumnPreview;
  target: Target;
  onTarget: (target: Target) => void;
}) {
  const id = useId();
  const [text, setText] = useState(() => formatValueMap(target.values));
  const [open] = useState(target.values !== undefined);
  const [sample = 'pv'] = column.samples;
  return (
    <details open={open}>
      <summary className="w-fit cursor-pointer py-1 text-[0.8125rem] text-muted hover:text-ink">Replace values</summary>
      <textarea
        aria-label={`Replacements in ${column.name}`}
        aria-describedby={id}
        rows={3}
        value={text}
        placeholder={`${sample.slice(0, 30)} = …`}
        onChange={(event) => {
          setText(event.target.value);
          const { values: _before, ...rest } = target;
          const values = parseValueMap(event.target.value);
          onTarget(values ? { ...rest, values } : rest);
        }}
        className={`${controlStyles} mt-1.5 py-1.5 font-mono text-xs`}
      />
      <p id={id} className="mt-1 text-xs text-muted">
        One per line, such as “pv = view”. Nothing after the sign leaves the cell empty.
      </p>
    </details>
  );
}
