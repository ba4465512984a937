'use client';

import type { Subject } from '@/features/query/subject.ts';
import { TwoColumns } from '@/features/query/two-columns.tsx';
import { UserPicker } from '@/features/query/user-picker.tsx';
import { History } from './history.tsx';
import { Recommendations } from './recommendations.tsx';

export function UserPreview({ projectId, subject }: { projectId: string; subject: Subject }) {
  const { userId, request } = subject;
  return (
    <TwoColumns
      left={
        <>
          <UserPicker projectId={projectId} userId={userId} onChoose={subject.setUser} />
          {userId && <History projectId={projectId} userId={userId} />}
        </>
      }
      right={request && <Recommendations projectId={projectId} request={request} />}
    />
  );
}
