'use client';

import type { Strategy } from '@curio/contracts';
import { Button } from '@/components/button.tsx';
import { Field } from '@/components/field.tsx';
import { Select } from '@/components/select.tsx';
import { Slider } from '@/components/slider.tsx';
import { Switch } from '@/components/switch.tsx';
import { useModels } from '@/features/models/queries.ts';
import { errorMapOf } from '@/features/query/error-map.ts';
import { FilterBuilder } from '@/features/query/filter-builder.tsx';
import { PointerErrors } from '@/features/query/pointer-errors.tsx';
import { usePlacements } from '@/features/query/queries.ts';
import { strategyLabel, strategyNames } from '@/features/query/strategies.ts';
import { countOptions, useOptions } from './use-options.ts';

const none = '';

/** All options of the query. `error`: of the answer, shown at the option that caused it. */
export function OptionsPanel({ projectId, error }: { projectId: string; error: unknown }) {
  const { options, setOptions } = useOptions();
  const placements = usePlacements(projectId).rows ?? [];
  const versions = (useModels(projectId).rows ?? []).filter(({ status }) => status === 'ready');
  const versionChoices = (first: string) => [
    { value: none, label: first },
    ...versions.map(({ version, alias }) => ({
      value: String(version),
      label: alias ? `Version ${version} · ${alias}` : `Version ${version}`,
    })),
  ];
  return (
    <PointerErrors value={errorMapOf(error)}>
      <div className="space-y-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Placement" hint="Its settings apply; the options below override them.">
            {(control) => (
              <Select
                {...control}
                value={options.placement ?? none}
                onChange={(name) => setOptions({ placement: name || null })}
                choices={[
                  { value: none, label: 'None' },
                  ...placements.map(({ name }) => ({ value: name, label: name })),
                ]}
              />
            )}
          </Field>
          <Field label="Strategy">
            {(control) => (
              <Select<Strategy | ''>
                {...control}
                value={options.strategy ?? none}
                onChange={(strategy) => setOptions({ strategy: strategy || null })}
                choices={[
                  { value: none, label: 'Automatic' },
                  ...strategyNames.map((value) => ({ value, label: strategyLabel(value) })),
                ]}
              />
            )}
          </Field>
          <Field label="Version">
            {(control) => (
              <Select
                {...control}
                value={String(options.version ?? none)}
                onChange={(version) => setOptions({ version: version ? Number(version) : null })}
                choices={versionChoices('Live')}
              />
            )}
          </Field>
          <Field label="Compare with">
            {(control) => (
              <Select
                {...control}
                value={String(options.compare ?? none)}
                onChange={(version) => setOptions({ compare: version ? Number(version) : null })}
                choices={versionChoices('Nothing')}
              />
            )}
          </Field>
        </div>
        <Switch
          label="Exclude seen items"
          note="Leave out what the user has interacted with."
          checked={options.seen ?? true}
          onChange={(seen) => setOptions({ seen: seen ? null : false })}
        />
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          <Slider
            label="Diversity"
            note="How different from each other the items are."
            value={options.diversity ?? 0}
            onChange={(diversity) => setOptions({ diversity: diversity || null })}
          />
          <Slider
            label="Rotation"
            note="How far items sink that the user was shown lately."
            value={options.rotation ?? 0}
            onChange={(rotation) => setOptions({ rotation: rotation || null })}
          />
        </div>
        <div>
          <h3 className="mb-1.5 text-[0.8125rem] font-medium">Filter</h3>
          <FilterBuilder
            projectId={projectId}
            filter={options.filter ?? undefined}
            pointer="/filter"
            onChange={(filter) => setOptions({ filter: filter ?? null })}
            empty="All items can be recommended."
          />
        </div>
        {countOptions(options) > 0 && (
          <Button
            size="small"
            tone="quiet"
            onClick={() =>
              setOptions({
                placement: null,
                strategy: null,
                version: null,
                compare: null,
                seen: null,
                diversity: null,
                rotation: null,
                filter: null,
              })
            }
          >
            Reset all options
          </Button>
        )}
      </div>
    </PointerErrors>
  );
}
