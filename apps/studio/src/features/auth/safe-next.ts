/** The page to open after signing in. Accepts only paths of the studio, to prevent open redirects. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/projects';
}
