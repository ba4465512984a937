'use client';

import { Check, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { dismiss, noNotices, readNotices, watchNotices } from './notify.ts';

/** Temporary confirmations in the corner. Errors are shown next to the action that failed, not here. */
export function Notices() {
  const notices = useSyncExternalStore(watchNotices, readNotices, noNotices);
  return (
    <div role="status" className="pointer-events-none fixed right-4 bottom-4 z-50 flex flex-col items-end gap-2">
      {notices.map((notice) => (
        <div
          key={notice.id}
          className="pointer-events-auto flex max-w-sm items-center gap-2.5 rounded-xl border border-line bg-raised py-2 pr-2 pl-3.5 shadow-popup"
        >
          <Check className="size-4 shrink-0 text-good" aria-hidden="true" />
          <span className="min-w-0 break-words">{notice.text}</span>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => dismiss(notice.id)}
            className="grid size-7 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </div>
      ))}
    </div>
  );
}
