const key = (projectId: string) => `curio.previewed.${projectId}`;

/** Stores in this browser that recommendations of the project were previewed. */
export function rememberPreview(projectId: string): void {
  try {
    localStorage.setItem(key(projectId), '1');
  } catch {
    // Without local storage, the checklist's step stays open.
  }
}

export function wasPreviewed(projectId: string): boolean {
  try {
    return localStorage.getItem(key(projectId)) === '1';
  } catch {
    return false;
  }
}
