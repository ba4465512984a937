'use client';

import { useId, useRef, useState } from 'react';
import { controlStyles } from '@/components/field.tsx';
import { useErrorsBelow } from '@/features/query/pointer-errors.tsx';
import { lineOf, pointerOffsets } from './json-position.ts';

/** A part of the settings as JSON. Messages of the API are shown with their line; choosing one selects the line. */
export function JsonEditor({
  label,
  value,
  pointer,
  onChange,
}: {
  label: string;
  /** undefined: an empty text. */
  value: unknown;
  /** JSON pointer of this part in the settings. */
  pointer: string;
  onChange: (value: unknown) => void;
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 2)));
  const [syntax, setSyntax] = useState<string | null>(null);
  const errors = useErrorsBelow(pointer);
  const change = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() === '' ? undefined : JSON.parse(next));
      setSyntax(null);
    } catch (error) {
      setSyntax(describeSyntax(error, next));
    }
  };
  const offsets = syntax === null && text.trim() !== '' ? pointerOffsets(text) : new Map<string, number>();
  const lines = errors.map(({ at, message }) => ({ at, message, offset: nearestOffset(offsets, at, pointer) }));
  const wrong = syntax !== null || errors.length > 0;
  return (
    <div className="space-y-2">
      <textarea
        ref={area}
        aria-label={label}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? id : undefined}
        rows={Math.min(24, Math.max(8, text.split('\n').length + 1))}
        spellCheck={false}
        value={text}
        onChange={(event) => change(event.target.value)}
        className={`${controlStyles} py-2.5 font-mono text-[0.8125rem] leading-5`}
      />
      {wrong && (
        <div id={id} role="alert" className="space-y-1 text-[0.8125rem] leading-5 text-bad-text">
          {syntax !== null && <p>{syntax}</p>}
          {syntax === null &&
            lines.map(({ at, message, offset }) => (
              <p key={at + message}>
                <button
                  type="button"
                  className="rounded-sm font-mono text-xs underline underline-offset-2"
                  onClick={() => {
                    const end = text.indexOf('\n', offset);
                    area.current?.focus();
                    area.current?.setSelectionRange(offset, end < 0 ? text.length : end);
                  }}
                >
                  line {lineOf(text, offset)}
                </button>{' '}
                <code className="font-mono text-xs">{at}</code> {message}
              </p>
            ))}
        </div>
      )}
    </div>
  );
}

/** The offset of the part, or of the closest part around it that is in the text. */
function nearestOffset(offsets: ReadonlyMap<string, number>, at: string, root: string): number {
  for (let part = at.slice(root.length); ; part = part.slice(0, part.lastIndexOf('/'))) {
    const offset = offsets.get(part);
    if (offset !== undefined) return offset;
    if (part === '') return 0;
  }
}

/** Chromium names the position, Firefox the line and column. */
function describeSyntax(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  const line = position === undefined ? /line (\d+)/.exec(message)?.[1] : String(lineOf(text, Number(position)));
  return `Not valid JSON${line === undefined ? '' : ` in line ${line}`}. The last valid settings are kept until it is.`;
}
