'use client';

import type { Import, Reading } from '@curio/contracts';
import { type ImportKind, importKinds } from '@curio/contracts/fields';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { ProblemNote } from '@/components/problem-note.tsx';
import { type Choice, Select } from '@/components/select.tsx';
import { kindLabels } from './labels.ts';
import { type ImportRef, importKey } from './queries.ts';

const encodings =
  'utf-8 windows-1252 windows-1250 windows-1251 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-874 iso-8859-2 iso-8859-7 koi8-r cp866 macintosh shift_jis euc-jp gb18030 big5 euc-kr utf-16le utf-16be'.split(
    ' ',
  );
const delimiters: Record<string, string> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
  '::': 'Two colons',
  '^': 'Caret',
  '~': 'Tilde',
  ' ': 'Space',
};
const quotes: Record<'"' | "'" | 'none', string> = { '"': 'Double', "'": 'Single', none: 'None' };
const headerRows = 15;

/** How the file is read, to be corrected: each choice reads it again, and detects what follows from it. */
export function ReadingBar({ importRef, draft }: { importRef: ImportRef; draft: Import }) {
  const api = useApi();
  const cache = useQueryClient();
  const { projectId, importId } = importRef;
  const read = useMutation({
    mutationFn: (reading: Reading) => api.imports.read(projectId, importId, reading),
    onSuccess: (saved) => cache.setQueryData(importKey(projectId, importId), saved),
  });
  const { detected, kind, recognised, problem } = draft;
  const { encoding, delimiter, quote, escape: escapeStyle, headerRow } = detected;
  const dialect = { encoding, delimiter, quote, escape: escapeStyle };
  const shown = detected.format === 'csv' ? { ...dialect, headerRow } : {};
  const correction = problem?.reading;
  return (
    <section aria-label="How the file is read" className="mb-5 space-y-3">
      {correction && problem && (
        <Hint
          text={problem.detail}
          action={correction.encoding ? `Read as ${correction.encoding}` : 'Read without quotes'}
          busy={read.isPending}
          onAction={() => read.mutate(correction)}
        />
      )}
      {recognised?.differs && (
        <Hint
          text={`This looks like ${kindLabels[recognised.kind].title.toLowerCase()}. ${recognised.why}`}
          action={`Read as ${kindLabels[recognised.kind].title.toLowerCase()}`}
          busy={read.isPending}
          onAction={() => read.mutate({ ...shown, kind: recognised.kind })}
        />
      )}
      <div className="flex flex-wrap gap-3">
        <Chip
          label="Rows are"
          value={kind}
          choices={importKinds.map((value: ImportKind) => ({ value, label: kindLabels[value].title }))}
          onChange={(value) => read.mutate({ ...shown, kind: value })}
        />
        {detected.format === 'csv' && (
          <>
            <Chip
              label="Encoding"
              value={encoding}
              choices={withCurrent(encodings, encoding)}
              onChange={(value) => read.mutate({ encoding: value })}
            />
            <Chip
              label="Separated by"
              value={delimiter}
              choices={withCurrent(Object.keys(delimiters), delimiter, delimiters)}
              onChange={(value) => read.mutate({ encoding, delimiter: value })}
            />
            <Chip
              label="Quotes"
              value={quote === '' ? 'none' : quote}
              choices={(['"', "'", 'none'] as const).map((value) => ({ value, label: quotes[value] }))}
              onChange={(value) => read.mutate({ encoding, delimiter, quote: value === 'none' ? '' : value })}
            />
            <Chip
              label="Header"
              value={`${headerRow}`}
              choices={withCurrent(
                Array.from({ length: headerRows + 1 }, (_, line) => `${line}`),
                `${headerRow}`,
                { 0: 'None' },
                'Line ',
              )}
              onChange={(value) => read.mutate({ ...dialect, headerRow: Number(value) })}
            />
          </>
        )}
      </div>
      <ProblemNote error={read.error} />
    </section>
  );
}

/** The choices, and the current value where it is none of them. */
function withCurrent(
  values: readonly string[],
  current: string,
  labels: Readonly<Record<string, string>> = {},
  prefix = '',
): Choice<string>[] {
  return [...new Set([...values, current])].map((value) => ({ value, label: labels[value] ?? prefix + value }));
}

function Chip<T extends string>({
  label,
  ...select
}: {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}) {
  return (
    <div className="w-40">
      <span aria-hidden="true" className="mb-1 block text-xs text-muted">
        {label}
      </span>
      <Select label={label} {...select} />
    </div>
  );
}

function Hint({ text, action, busy, onAction }: { text: string; action: string; busy: boolean; onAction: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-xl border border-line bg-raised p-4 text-sm">
      <Info className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <p className="min-w-0 flex-1 break-words">{text}</p>
      <Button size="small" busy={busy} onClick={onAction} type="button">
        {action}
      </Button>
    </div>
  );
}
