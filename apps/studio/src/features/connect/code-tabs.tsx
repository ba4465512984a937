'use client';

import clsx from 'clsx';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type CSSProperties, type KeyboardEvent, useId, useRef } from 'react';
import { CopyButton } from '@/components/copy-button.tsx';
import { ScrollRegion } from '@/components/scroll-region.tsx';
import type { HighlightedSnippet } from './highlight.ts';

const notes: Record<HighlightedSnippet['runs'], string> = {
  browser:
    'Runs in web pages, where everyone can read the key: use a publishable key, with the scopes recommend and events:write and the origins of your pages.',
  server: 'Runs on your server. Keep the key in an environment variable.',
  terminal: 'Replace YOUR_API_KEY with a key of this project.',
};

/** The snippets, one at a time; arrow keys move between the tabs. */
export function CodeTabs({ snippets }: { snippets: readonly HighlightedSnippet[] }) {
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const names = snippets.map((snippet) => snippet.id);
  const [chosen, setChosen] = useQueryState('code', parseAsStringLiteral(names));
  const index = Math.max(0, names.indexOf(chosen ?? 'curl'));
  const shown = snippets[index];
  if (!shown) return null;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (index + step + snippets.length) % snippets.length;
    void setChosen(names[next] ?? null);
    tabs.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line p-1.5">
        <div ref={tabs} role="tablist" aria-label="Language" className="flex flex-wrap gap-0.5">
          {snippets.map((snippet, n) => (
            <button
              key={snippet.id}
              type="button"
              role="tab"
              id={`${id}-${snippet.id}`}
              aria-selected={n === index}
              aria-controls={`${id}-panel`}
              tabIndex={n === index ? 0 : -1}
              onClick={() => void setChosen(snippet.id)}
              onKeyDown={move}
              className={clsx(
                'h-8 rounded-lg px-3 text-[0.8125rem] font-medium max-[360px]:px-2',
                n === index ? 'bg-accent-soft text-accent-text' : 'text-muted hover:bg-sunken hover:text-ink',
              )}
            >
              {snippet.label}
            </button>
          ))}
        </div>
        <CopyButton text={shown.code} label="Copy the code" tone="quiet" />
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown.id}`}>
        <p className="border-b border-line px-4 py-2.5 text-[0.8125rem] text-muted">{notes[shown.runs]}</p>
        <ScrollRegion label={`${shown.label} code`} className="rounded-none border-0 bg-sunken">
          <pre className="p-4 font-mono text-[0.8125rem] leading-5">
            <code>
              {withKeys(shown.lines).map(({ key, line }) => (
                <span key={key} className="block min-h-5">
                  {withKeys(line).map(({ key: part, line: { text, light, dark } }) => (
                    <span
                      key={part}
                      style={{ '--on-light': light, '--on-dark': dark } as CSSProperties}
                      className="text-(--on-light) dark:text-(--on-dark)"
                    >
                      {text}
                    </span>
                  ))}
                </span>
              ))}
            </code>
          </pre>
        </ScrollRegion>
      </div>
    </div>
  );
}

/** Lines and tokens never move: their place is their key. */
const withKeys = <T,>(parts: readonly T[]) => parts.map((line, n) => ({ key: `part-${n}`, line }));
