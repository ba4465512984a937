const key = (projectId: string) => `curio.previewed.${projectId}`;

/** Remembers, in this browser, that somebody has looked at recommendations of the project. */
export function rememberPreview(projectId: string): void {
  try {
    localStorage.setItem(key(projectId), '1');
  } catch {
    // Without storage the checklist's step stays open, which harms nobody.
  }
}

export function wasPreviewed(projectId: string): boolean {
  try {
    return localStorage.getItem(key(projectId)) === '1';
  } catch {
    return false;
  }
}
