'use client';

import type { Placement, RecommendInput } from '@curio/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { curlCommand } from '@/api/curl.ts';
import { ApiError } from '@/api/problem.ts';
import { useApi } from '@/api/provider.tsx';
import { path } from '@/api/send.ts';
import { Button } from '@/components/button.tsx';
import { Card } from '@/components/card.tsx';
import { CopyButton } from '@/components/copy-button.tsx';
import { Field, Input } from '@/components/field.tsx';
import { notify } from '@/components/notify.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { SkeletonRows } from '@/components/skeleton.tsx';
import { useMay } from '@/features/auth/use-may.ts';
import { useProject } from '@/features/projects/queries.ts';
import { errorMapOf } from '@/features/query/error-map.ts';
import { FilterBuilder } from '@/features/query/filter-builder.tsx';
import type { FilterDraft } from '@/features/query/filter-draft.ts';
import { PointerErrors } from '@/features/query/pointer-errors.tsx';
import { placementsKey, useRecommendations } from '@/features/query/queries.ts';
import { useSubject } from '@/features/query/subject.ts';
import { useDebounced } from '@/features/query/use-debounced.ts';
import { EditablePart } from './editable-part.tsx';
import { nameError } from './name-error.ts';
import { RulesPart } from './rules-part.tsx';
import {
  blanksOf,
  isEqual,
  isFilterDraft,
  isRulesDraft,
  type RulesDraft,
  type SettingsDraft,
  toDraft,
  toPreview,
  toSettings,
} from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';
import { useLeaveGuard } from './use-leave-guard.tsx';

const loadingPreview = <SkeletonRows rows={8} label="Loading the preview" />;
// The form can be used before its preview is there.
const PlacementPreview = dynamic(() => import('./placement-preview.tsx').then((module) => module.PlacementPreview), {
  loading: () => loadingPreview,
});

const maxPreviewed = 30;
const previewFields = ['title', 'imageUrl'];

/** The settings of a placement with their preview beside. `stored` null: a new placement. */
export function PlacementForm({
  projectId,
  stored,
  taken,
}: {
  projectId: string;
  stored: Placement | null;
  /** Names of the other placements. */
  taken: readonly string[];
}) {
  const api = useApi();
  const cache = useQueryClient();
  const router = useRouter();
  const may = useMay('models:write');
  const initial = useMemo(() => (stored ? toDraft(stored) : {}), [stored]);
  const [draft, setDraft] = useState<SettingsDraft>(initial);
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const settings = toSettings(draft);
  const dirty = !isEqual(settings, toSettings(initial)) || (!stored && name !== '');

  const project = useProject(projectId);
  const subject = useSubject(projectId, project.data?.counts.users === 0);
  const preview = useDebounced(JSON.stringify(toPreview(draft)), 300);
  // Without items there is nobody to recommend to, but the API still says what is wrong with the settings.
  const request = subject.request ?? (project.data?.counts.items === 0 ? {} : null);
  const answer = useRecommendations(projectId, previewQuery(preview, request));

  const save = useMutation({
    mutationFn: () => api.placements.put(projectId, stored?.name ?? name, settings),
    onSuccess: (placement) => {
      void cache.invalidateQueries({ queryKey: placementsKey(projectId) });
      cache.setQueryData(['placement', projectId, placement.name], placement);
      notify(`Placement ${placement.name} saved`);
      setTried(false);
      if (!stored) router.replace(path`/projects/${projectId}/placements/edit/${placement.name}`);
    },
  });
  // A new placement that was just stored is about to move to its own page.
  const guard = useLeaveGuard(dirty && !(stored === null && save.isSuccess));

  const blanks = blanksOf(draft);
  const wrongName = stored ? undefined : nameError(name, taken);
  const errors = new Map([...errorMapOf(answer.error), ...errorMapOf(save.error), ...(tried ? blanks : [])]);
  const change = (next: Partial<SettingsDraft>) => {
    save.reset();
    setDraft((before) => ({ ...before, ...next }));
  };
  const form = useRef<HTMLFormElement>(null);
  const submit = () => {
    if (!may.allowed || save.isPending) return;
    setTried(true);
    if (wrongName || blanks.size > 0) {
      // The messages are on the page with the next frame.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    save.mutate();
  };
  const submitted = useRef(submit);
  submitted.current = submit;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 's') {
        event.preventDefault();
        submitted.current();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const put = curlCommand(api.address, {
    method: 'PUT',
    path: path`/v1/projects/${projectId}/placements/${stored?.name ?? (name || 'NAME')}`,
    body: settings,
  });
  const missing = tried && (blanks.size > 0 || wrongName);
  return (
    <PointerErrors value={errors}>
      <div className="grid items-start gap-8 xl:grid-cols-[minmax(0,1fr)_23.5rem]">
        <form
          ref={form}
          noValidate
          className="min-w-0 space-y-8"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {!stored && (
            <Card className="p-4 sm:p-5">
              <Field
                label="Name"
                hint="Your app sends it with each query. Lower-case letters, digits, - and _."
                error={tried || name !== '' ? wrongName : undefined}
              >
                {(control) => (
                  <Input
                    {...control}
                    value={name}
                    onChange={(event) => {
                      save.reset();
                      setName(event.target.value);
                    }}
                    placeholder="home"
                    autoComplete="off"
                    spellCheck={false}
                    className="max-w-sm font-mono"
                  />
                )}
              </Field>
            </Card>
          )}
          <SettingsFields projectId={projectId} draft={draft} onChange={change} />
          <EditablePart
            title="Filter"
            note="Only items that match are recommended. The order of the others does not change."
            value={draft.filter}
            pointer="/filter"
            onChange={(filter) => change({ filter: filter as FilterDraft | undefined })}
            canBuild={draft.filter === undefined || isFilterDraft(draft.filter)}
          >
            <FilterBuilder
              projectId={projectId}
              filter={draft.filter}
              pointer="/filter"
              onChange={(filter) => change({ filter })}
              empty="No filter: every item of the catalogue can be recommended."
            />
          </EditablePart>
          <EditablePart
            title="Rules"
            note="Change the list: raise or lower scores, pin items, or restrict to some."
            value={draft.rules}
            pointer="/rules"
            onChange={(rules) => change({ rules: rules as RulesDraft | undefined })}
            canBuild={draft.rules === undefined || isRulesDraft(draft.rules)}
          >
            <RulesPart projectId={projectId} rules={draft.rules} onChange={(rules) => change({ rules })} />
          </EditablePart>
          <ProblemNote error={save.error} />
          <SaveBar
            status={
              missing
                ? 'Some values are missing or wrong. They are marked above.'
                : dirty
                  ? 'Unsaved changes'
                  : stored
                    ? 'All changes saved'
                    : 'Not saved yet'
            }
            wrong={Boolean(missing)}
            dirty={dirty}
            busy={save.isPending}
            refusal={may.refusal}
            command={put}
            onDiscard={() => {
              save.reset();
              setTried(false);
              setDraft(initial);
              setName('');
            }}
          />
        </form>
        <aside
          aria-label="Live preview"
          className="min-w-0 xl:sticky xl:top-4 xl:-mx-2 xl:max-h-[calc(100dvh-2rem)] xl:overflow-y-auto xl:px-2 xl:pb-2"
        >
          {project.data ? (
            <PlacementPreview
              projectId={projectId}
              subject={subject}
              name={stored && !dirty ? stored.name : null}
              settings={settings}
              answer={{ ...answer, error: isShownAtField(answer.error) ? null : answer.error }}
              paused={isShownAtField(answer.error)}
            />
          ) : (
            loadingPreview
          )}
        </aside>
      </div>
      {guard}
    </PointerErrors>
  );
}

/** `settings`: as JSON. Null while it is not known for whom. */
function previewQuery(settings: string, request: RecommendInput | null): RecommendInput | null {
  if (request === null) return null;
  const { fields = [], n, ...rest } = JSON.parse(settings) as RecommendInput;
  return {
    ...rest,
    ...request,
    // Beyond what is shown, only a number that the API refuses is sent as it is.
    ...(n !== undefined && { n: typeof n === 'number' && n > maxPreviewed && n <= 500 ? maxPreviewed : n }),
    // The placement's own fields first, so that the pointers of their errors fit.
    fields: [...new Set([...fields, ...previewFields])],
    explain: true,
  };
}

/** Errors with pointers are shown at their fields. */
const isShownAtField = (error: unknown): boolean => error instanceof ApiError && error.errors.length > 0;

function SaveBar({
  status,
  wrong,
  dirty,
  busy,
  refusal,
  command,
  onDiscard,
}: {
  status: string;
  wrong: boolean;
  dirty: boolean;
  busy: boolean;
  /** Why the user may not save; null: they may. */
  refusal: string | null;
  command: string;
  onDiscard: () => void;
}) {
  return (
    <div className="sticky bottom-3 z-20 flex flex-wrap items-center justify-between gap-3 rounded-2xl border border-line bg-raised p-2.5 pl-4 shadow-popup">
      <p role="status" className={`text-[0.8125rem] ${wrong ? 'text-bad-text' : 'text-muted'}`}>
        {refusal ?? status}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton text={command} label="Copy as an API call" tone="quiet" />
        {dirty && (
          <Button size="small" onClick={onDiscard}>
            Discard
          </Button>
        )}
        <Button type="submit" size="small" tone="primary" busy={busy} disabled={refusal !== null || !dirty}>
          Save placement
        </Button>
      </div>
    </div>
  );
}
