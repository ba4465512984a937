'use client';

import { Card } from '@/components/card.tsx';
import { FactorRules } from './factor-rules.tsx';
import { ItemList, Pins } from './item-lists.tsx';
import type { FactorRuleDraft, RulesDraft } from './settings-draft.ts';

/** The rules of a placement: scores that are multiplied, items at positions, listed alone or left out. */
export function RulesBuilder({
  projectId,
  rules,
  onChange,
}: {
  projectId: string;
  rules: RulesDraft;
  onChange: (rules: RulesDraft) => void;
}) {
  const set = (change: Partial<RulesDraft>) => onChange({ ...rules, ...change });
  return (
    <Card className="@container p-4 sm:p-5">
      <FactorRules projectId={projectId} kind="boost" rules={rules.boost ?? []} onChange={(boost) => set({ boost })} />
      <FactorRules
        projectId={projectId}
        kind="bury"
        rules={rules.bury ?? []}
        onChange={(bury) => set({ bury: bury as FactorRuleDraft[] })}
      />
      <Pins projectId={projectId} pins={rules.pin ?? []} onChange={(pin) => set({ pin })} />
      <ItemList
        projectId={projectId}
        kind="include"
        ids={rules.include ?? []}
        onChange={(include) => set({ include })}
      />
      <ItemList
        projectId={projectId}
        kind="exclude"
        ids={rules.exclude ?? []}
        onChange={(exclude) => set({ exclude })}
      />
    </Card>
  );
}
