'use client';

import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '@/components/format.ts';
import { Picker } from './picker.tsx';
import { useUsers } from './queries.ts';
import { useDebounced } from './use-debounced.ts';

export function UserPicker({
  projectId,
  userId,
  onChoose,
}: {
  projectId: string;
  userId: string | null;
  onChoose: (userId: string) => void;
}) {
  const [text, setText] = useState('');
  const found = useUsers(projectId, useDebounced(text.trim()));
  return (
    <Picker
      label="Find a user by id"
      chosen={
        userId && (
          <span className="flex items-center gap-3">
            <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft">
              <UserRound className="size-4 text-accent-text" />
            </span>
            <span className="min-w-0">
              <span className="block text-xs text-muted">User</span>
              <span className="block truncate font-medium">{userId}</span>
            </span>
          </span>
        )
      }
      text={text}
      onText={setText}
      rows={found.data?.data}
      error={found.error}
      idOf={(user) => user.userId}
      row={(user) => (
        <>
          <span className="min-w-0 flex-1 truncate">{user.userId}</span>
          <span className="text-xs text-muted tabular-nums">
            {user.interactions >= 1000 ? '1,000+' : formatCount(user.interactions)}
          </span>
        </>
      )}
      onChoose={(user) => onChoose(user.userId)}
    />
  );
}
