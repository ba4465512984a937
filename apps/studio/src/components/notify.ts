export interface Notice {
  id: number;
  text: string;
}

const displayMs = 5000;
const watchers = new Set<() => void>();
const none: readonly Notice[] = [];
let notices: readonly Notice[] = none;
let last = 0;

/** Shows a confirmation for five seconds. */
export function notify(text: string): void {
  last += 1;
  const id = last;
  change([...notices, { id, text }]);
  setTimeout(() => dismiss(id), displayMs);
}

export function dismiss(id: number): void {
  change(notices.filter((notice) => notice.id !== id));
}

export function watchNotices(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const readNotices = (): readonly Notice[] => notices;
export const noNotices = (): readonly Notice[] => none;

function change(next: readonly Notice[]): void {
  notices = next;
  for (const watcher of watchers) watcher();
}
