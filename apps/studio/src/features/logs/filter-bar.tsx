'use client';

import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Input } from '@/components/field.tsx';
import { SearchInput } from '@/components/search-input.tsx';
import { type Choice, Select } from '@/components/select.tsx';
import { useKeys } from '@/features/keys/queries.ts';
import { type Filters, methods, type Period, type useFilters } from './use-filters.ts';

const anything = 'any';
type Any<T extends string> = T | typeof anything;

const statusChoices: Choice<Any<NonNullable<Filters['status']>>>[] = [
  { value: anything, label: 'Any status' },
  { value: 'error', label: 'Errors (4xx, 5xx)' },
  { value: '2xx', label: 'Successes (2xx)' },
  { value: '4xx', label: 'Refused (4xx)' },
  { value: '5xx', label: 'Failed (5xx)' },
];
const methodChoices: Choice<Any<(typeof methods)[number]>>[] = [
  { value: anything, label: 'Any method' },
  ...methods.map((method) => ({ value: method, label: method })),
];
const periodChoices: Choice<Any<Period>>[] = [
  { value: anything, label: 'Any time' },
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
];
const durationChoices: Choice<string>[] = [
  { value: anything, label: 'Any duration' },
  ...['10', '100', '1000'].map((ms) => ({ value: ms, label: `${Number(ms).toLocaleString('en')} ms or longer` })),
];

type FilterBarProps = Pick<ReturnType<typeof useFilters>, 'filters' | 'setFilters' | 'clear' | 'isFiltered'>;

export function FilterBar({ filters, setFilters, clear, isFiltered }: FilterBarProps) {
  const keys = useKeys().rows ?? [];
  const callers: Choice<string>[] = [
    { value: anything, label: 'Any caller' },
    { value: 'keys', label: 'All API keys' },
    { value: 'accounts', label: 'Studio users' },
    ...keys.map((key) => ({ value: key.id, label: `${key.name} (…${key.last4})` })),
  ];
  const given = <T extends string>(value: Any<T>): T | null => (value === anything ? null : value);
  return (
    <search aria-label="Filter requests" className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
      <Select
        label="Status"
        value={filters.status ?? anything}
        choices={statusChoices}
        onChange={(value) => void setFilters({ status: given(value) })}
      />
      <Select
        label="Method"
        value={filters.method ?? anything}
        choices={methodChoices}
        onChange={(value) => void setFilters({ method: given(value) })}
      />
      <Select
        label="Caller"
        value={filters.caller ?? anything}
        choices={callers}
        onChange={(value) => void setFilters({ caller: given(value) })}
      />
      <Select
        label="Duration"
        value={String(filters.slower ?? anything)}
        choices={durationChoices}
        onChange={(value) => void setFilters({ slower: value === anything ? null : Number(value) })}
      />
      <Select
        label="Time"
        value={filters.since ?? anything}
        choices={periodChoices}
        onChange={(value) => void setFilters({ since: given(value) })}
      />
      <PathFilter path={filters.path ?? ''} onPath={(path) => void setFilters({ path: path || null })} />
      {isFiltered && (
        <Button size="small" tone="quiet" className="justify-self-start" onClick={clear}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

const pauseMs = 300;

/** One request per pause in typing, not per letter. */
function PathFilter({ path, onPath }: { path: string; onPath: (path: string) => void }) {
  const [text, setText] = useState(path);
  const [last, setLast] = useState(path);
  if (path !== last) {
    // Changed from outside, for example by “Clear filters”.
    setLast(path);
    if (path !== text.trim()) setText(path);
  }
  useEffect(() => {
    if (text.trim() === path) return;
    const timer = setTimeout(() => onPath(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text, path, onPath]);
  return (
    <SearchInput
      label="Path contains"
      placeholder="Path"
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

/** Opens the request with the id that an error message shows. */
export function FindRequest({ onFind }: { onFind: (requestId: string) => void }) {
  const [text, setText] = useState('');
  const find = (event: FormEvent) => {
    event.preventDefault();
    const [requestId] = /req_\w+/.exec(text) ?? [text.trim()];
    if (requestId) onFind(requestId);
  };
  return (
    <form onSubmit={find} className="flex min-w-0 flex-1 gap-2 sm:flex-none">
      <Input
        aria-label="Request id"
        placeholder="req_…"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        className="min-w-0 font-mono sm:w-56"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={text.trim() === ''}>
        <Search aria-hidden="true" />
        Find
      </Button>
    </form>
  );
}
