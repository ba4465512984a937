'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { normaliseRules, type RulesDraft } from './settings-draft.ts';

// Loaded with the first rule.
const RulesBuilder = dynamic(() => import('./rules-builder.tsx').then((module) => module.RulesBuilder), {
  loading: () => <Skeleton className="h-72" />,
});

/** The rules, or a button that opens their builder while there are none. */
export function RulesPart({
  projectId,
  rules,
  onChange,
}: {
  projectId: string;
  rules: RulesDraft | undefined;
  onChange: (rules: RulesDraft) => void;
}) {
  const [open, setOpen] = useState(false);
  const used = Object.values(rules ?? {}).some((list) => list.length > 0);
  if (open || used) {
    return <RulesBuilder projectId={projectId} rules={normaliseRules(rules ?? {})} onChange={onChange} />;
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-dashed border-line-strong/60 py-2 pr-2 pl-4">
      <p className="text-[0.8125rem] text-muted">No rules: the list is as the strategy ranks it.</p>
      <Button size="small" onClick={() => setOpen(true)}>
        <Plus aria-hidden="true" />
        Add rules
      </Button>
    </div>
  );
}
