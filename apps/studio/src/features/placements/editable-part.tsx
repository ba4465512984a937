'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { Section } from '@/components/card.tsx';
import { Segmented } from '@/components/segmented.tsx';
import { Skeleton } from '@/components/skeleton.tsx';

const JsonEditor = dynamic(() => import('./json-editor.tsx').then((module) => module.JsonEditor), {
  loading: () => <Skeleton className="h-44" />,
});

/** A part of the settings with two editors: a builder, and JSON. */
export function EditablePart({
  title,
  note,
  value,
  pointer,
  onChange,
  canBuild,
  children,
}: {
  title: string;
  note: string;
  value: unknown;
  pointer: string;
  onChange: (value: unknown) => void;
  /** Whether the builder can show the value. */
  canBuild: boolean;
  /** The builder. */
  children: ReactNode;
}) {
  const [chosen, setEditor] = useState<'builder' | 'json'>('builder');
  const editor = canBuild ? chosen : 'json';
  return (
    <Section
      title={title}
      note={note}
      actions={
        <Segmented
          legend={`Editor of ${title.toLowerCase()}`}
          value={editor}
          onChange={setEditor}
          choices={[
            { value: 'builder', label: 'Builder' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      }
    >
      {editor === 'builder' ? (
        children
      ) : (
        <>
          <JsonEditor label={`${title} as JSON`} value={value} pointer={pointer} onChange={onChange} />
          {!canBuild && (
            <p className="text-[0.8125rem] text-muted">The builder opens again once this is a valid value.</p>
          )}
        </>
      )}
    </Section>
  );
}
