'use client';

import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Input } from './field.tsx';

export function SearchInput({ label, ...rest }: Omit<ComponentProps<'input'>, 'type'> & { label: string }) {
  return (
    <div className="relative">
      <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted" aria-hidden="true" />
      <Input type="search" aria-label={label} placeholder={label} className="pl-9" autoComplete="off" {...rest} />
    </div>
  );
}
