/** The page to go to after signing in: only ever one of our own. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/projects';
}
