/** A project within its workspace: what every read of tenant data is limited to. */
export interface ProjectRef {
  workspaceId: string;
  projectId: string;
}
