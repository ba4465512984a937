'use client';

import type { Strategy } from '@curio/contracts';
import { Card } from '@/components/card.tsx';
import { Field } from '@/components/field.tsx';
import { Select } from '@/components/select.tsx';
import { Slider } from '@/components/slider.tsx';
import { Switch } from '@/components/switch.tsx';
import { useModels } from '@/features/models/queries.ts';
import { NumberInput } from '@/features/query/number-input.tsx';
import { ErrorText, useErrorAt } from '@/features/query/pointer-errors.tsx';
import { useItemFields } from '@/features/query/queries.ts';
import { strategyLabel, strategyNames, strategyNote } from '@/features/query/strategies.ts';
import { TokenInput } from '@/features/query/token-input.tsx';
import type { SettingsDraft } from './settings-draft.ts';

/** The settings that are single values. */
export function SettingsFields({
  projectId,
  draft,
  onChange,
}: {
  projectId: string;
  draft: SettingsDraft;
  onChange: (change: Partial<SettingsDraft>) => void;
}) {
  const versions = (useModels(projectId).rows ?? []).filter(({ status }) => status === 'ready');
  const fields = useItemFields(projectId).data?.data ?? [];
  const pinned = draft.modelVersion;
  const missing = pinned !== undefined && !versions.some(({ version }) => version === pinned);
  const fieldsError = useErrorAt('/fields', true);
  return (
    <Card className="space-y-5 p-4 sm:p-5">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label="Strategy"
          hint={draft.strategy ? strategyNote(draft.strategy) : 'Personal where possible.'}
          error={useErrorAt('/strategy')}
        >
          {(control) => (
            <Select<Strategy | ''>
              {...control}
              value={draft.strategy ?? ''}
              onChange={(strategy) => onChange({ strategy: strategy || undefined })}
              choices={[
                { value: '', label: 'Automatic' },
                ...strategyNames.map((value) => ({ value, label: strategyLabel(value) })),
              ]}
            />
          )}
        </Field>
        <Field
          label="Version"
          hint={pinned === undefined ? 'Follows each promotion.' : 'Stays until you change it.'}
          error={useErrorAt('/modelVersion')}
        >
          {(control) => (
            <Select
              {...control}
              value={String(pinned ?? '')}
              onChange={(version) => onChange({ modelVersion: version ? Number(version) : undefined })}
              choices={[
                { value: '', label: 'The live version' },
                ...(missing ? [{ value: String(pinned), label: `Version ${pinned}` }] : []),
                ...versions.map(({ version, alias }) => ({
                  value: String(version),
                  label: alias ? `Version ${version} · ${alias} now` : `Version ${version}`,
                })),
              ]}
            />
          )}
        </Field>
        <Field label="Items (n)" hint="10 if left blank; at most 500." error={useErrorAt('/n')}>
          {(control) => <NumberInput {...control} placeholder="10" value={draft.n} onChange={(n) => onChange({ n })} />}
        </Field>
      </div>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <Slider
          label="Diversity"
          note="How different from each other the items are."
          value={draft.diversity ?? 0}
          onChange={(diversity) => onChange({ diversity: diversity || undefined })}
        />
        <Slider
          label="Rotation"
          note="How far items sink that the user was shown lately. Needs impression events."
          value={draft.rotation ?? 0}
          onChange={(rotation) => onChange({ rotation: rotation || undefined })}
        />
        <Switch
          label="Exclude seen items"
          note="Leave out what the user has interacted with."
          checked={draft.excludeSeen ?? true}
          onChange={(excludeSeen) => onChange({ excludeSeen: excludeSeen ? undefined : false })}
        />
        <Switch
          label="Exclude own items"
          note="Leave out items whose ownerId is the user’s id."
          checked={draft.excludeOwn ?? true}
          onChange={(excludeOwn) => onChange({ excludeOwn: excludeOwn ? undefined : false })}
        />
        <Switch
          label="Give reasons"
          note="Each answer says why the item is in the list."
          checked={draft.explain ?? false}
          onChange={(explain) => onChange({ explain: explain || undefined })}
        />
        <div className="space-y-1.5">
          <p className="text-[0.8125rem] font-medium">Fields to return</p>
          <TokenInput
            label="Fields to return"
            values={draft.fields ?? []}
            suggestions={fields.map(({ name }) => name)}
            onChange={(names) => onChange({ fields: names.length > 0 ? names : undefined })}
            invalid={fieldsError !== undefined}
          />
          <ErrorText message={fieldsError} />
          {!fieldsError && <p className="text-[0.8125rem] text-muted">The title if left blank.</p>}
        </div>
      </div>
    </Card>
  );
}
