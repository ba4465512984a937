'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from '@/components/button.tsx';
import { Skeleton } from '@/components/skeleton.tsx';
import { toFilter } from '@/features/query/filter-draft.ts';
import { firstField, newCondition } from '@/features/query/operators.ts';
import { useItemFields } from '@/features/query/queries.ts';
import { RuleGroup } from './rule-group.tsx';
import type { BoostRuleDraft } from './settings-draft.ts';

// Loaded with the first rule.
const ScoreRule = dynamic(() => import('./score-rule.tsx').then((module) => module.ScoreRule), {
  loading: () => <Skeleton className="h-40" />,
});

/** Rules that multiply scores: boosts, which can also decay with distance, and burying ones. */
export function FactorRules({
  projectId,
  kind,
  rules,
  onChange,
}: {
  projectId: string;
  kind: 'boost' | 'bury';
  rules: readonly BoostRuleDraft[];
  onChange: (rules: BoostRuleDraft[]) => void;
}) {
  const fields = useItemFields(projectId).data?.data ?? [];
  const first = firstField(fields);
  const measured = fields.find(({ type }) => type === 'number' || type === 'date' || type === 'geo');
  const replace = (n: number, rule: BoostRuleDraft) => onChange(rules.map((each, at) => (at === n ? rule : each)));
  const boosts = kind === 'boost';
  return (
    <RuleGroup
      title={boosts ? 'Boost' : 'Bury'}
      note={boosts ? 'Multiplies the scores of matching items.' : 'Lowers the scores of matching items.'}
      count={rules.length}
      actions={
        <>
          <Button
            size="small"
            disabled={!first}
            onClick={() =>
              first &&
              onChange([...rules, { filter: toFilter('all', [newCondition(first)]), factor: boosts ? 2 : 0.5 }])
            }
          >
            <Plus aria-hidden="true" />
            {boosts ? 'Boost items' : 'Bury items'}
          </Button>
          {boosts && (
            <Button
              size="small"
              disabled={!measured}
              onClick={() =>
                measured && onChange([...rules, { field: measured.name, decay: { origin: '', scale: '' } }])
              }
            >
              <Plus aria-hidden="true" />
              Boost by nearness
            </Button>
          )}
        </>
      }
    >
      {rules.map((rule, n) => {
        const pointer = `/rules/${kind}/${n}`;
        return (
          <ScoreRule
            key={pointer}
            projectId={projectId}
            title={`${boosts ? 'Boost' : 'Bury'} ${n + 1}`}
            hint={boosts ? 'Above 1 raises, below 1 lowers.' : '0 to 1; 0 puts them last.'}
            rule={rule}
            pointer={pointer}
            onChange={(next) => replace(n, next)}
            onRemove={() => onChange(rules.filter((_, at) => at !== n))}
          />
        );
      })}
    </RuleGroup>
  );
}
