'use client';

import { FilterBuilder } from '@/features/query/filter-builder.tsx';
import type { FilterDraft } from '@/features/query/filter-draft.ts';
import { useItemFields } from '@/features/query/queries.ts';
import { DecayRule } from './decay-rule.tsx';
import { NumberAt, RuleCard } from './rule-card.tsx';
import type { BoostRuleDraft } from './settings-draft.ts';

const everything: FilterDraft = { and: [] };

/** A rule that multiplies scores: of the items that match a filter, or by nearness. */
export function ScoreRule({
  projectId,
  title,
  hint,
  rule,
  pointer,
  onChange,
  onRemove,
}: {
  projectId: string;
  title: string;
  /** Of the factor. */
  hint: string;
  rule: BoostRuleDraft;
  pointer: string;
  onChange: (rule: BoostRuleDraft) => void;
  onRemove: () => void;
}) {
  const fields = useItemFields(projectId).data?.data ?? [];
  if (!('filter' in rule)) {
    return (
      <DecayRule title={title} fields={fields} rule={rule} pointer={pointer} onChange={onChange} onRemove={onRemove} />
    );
  }
  return (
    <RuleCard title={title} pointer={pointer} onRemove={onRemove}>
      <FilterBuilder
        projectId={projectId}
        filter={rule.filter}
        pointer={`${pointer}/filter`}
        onChange={(filter) => onChange({ ...rule, filter: filter ?? everything })}
        empty="All items."
      />
      <div className="max-w-52">
        <NumberAt
          label="Score ×"
          hint={hint}
          value={rule.factor}
          pointer={`${pointer}/factor`}
          onChange={(factor) => onChange({ ...rule, factor })}
        />
      </div>
    </RuleCard>
  );
}
