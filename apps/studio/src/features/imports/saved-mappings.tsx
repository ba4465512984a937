'use client';

import type { ImportKind, Mapping, SavedMapping } from '@curio/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '@/api/provider.tsx';
import { Button } from '@/components/button.tsx';
import { Disclosure } from '@/components/disclosure.tsx';
import { Input } from '@/components/field.tsx';
import { notify } from '@/components/notify.ts';
import { ProblemNote } from '@/components/problem-note.tsx';
import { Select } from '@/components/select.tsx';

const key = (kind: ImportKind) => ['mappings', kind] as const;

/** Mappings that the workspace keeps by name: use one for this file, save this one, or delete one. */
export function SavedMappings({
  kind,
  mapping,
  onUse,
}: {
  kind: ImportKind;
  mapping: Mapping;
  onUse: (saved: Mapping) => void;
}) {
  const api = useApi();
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const { data, error } = useQuery({ queryKey: key(kind), queryFn: () => api.mappings.list(kind) });
  const refresh = () => cache.invalidateQueries({ queryKey: key(kind) });
  const save = useMutation({
    mutationFn: (): Promise<SavedMapping> => {
      const same = data?.data.find((each) => each.name === name.trim());
      return same ? api.mappings.edit(same.id, { mapping }) : api.mappings.save({ name: name.trim(), kind, mapping });
    },
    onSuccess: (saved) => {
      notify(`Saved the mapping “${saved.name}”.`);
      setName('');
      setChosen(saved.id);
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.mappings.remove(id),
    onSuccess: () => {
      setChosen(null);
      return refresh();
    },
  });
  const list = data?.data ?? [];
  const found = list.find((each) => each.id === chosen);
  return (
    <Disclosure title="Saved mappings">
      <div className="flex flex-wrap items-center gap-2">
        {list.length > 0 && (
          <>
            <Select
              label="Saved mapping"
              placeholder="Choose a mapping"
              value={chosen}
              onChange={setChosen}
              choices={list.map((each) => ({ value: each.id, label: each.name }))}
              className="w-56"
            />
            <Button disabled={!found} onClick={() => found && onUse(found.mapping)}>
              Use
            </Button>
            <Button
              tone="quiet"
              disabled={!found}
              busy={remove.isPending}
              onClick={() => found && remove.mutate(found.id)}
            >
              Delete
            </Button>
          </>
        )}
        <Input
          aria-label="Name of the mapping"
          placeholder="Name, such as “Shop export”"
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
          className="w-56!"
        />
        <Button disabled={name.trim() === ''} busy={save.isPending} onClick={() => save.mutate()}>
          Save mapping
        </Button>
      </div>
      <ProblemNote error={error ?? save.error ?? remove.error} />
    </Disclosure>
  );
}
