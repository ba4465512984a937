import type { Context } from '@curio/core/platform/context';
import type { ApplyChange } from '@curio/core/platform/write-rows';
import type { RecommendServices } from '@curio/core/recommendations/recommend';

/** Applies what a request has changed to the memory of this process, so that it counts in the very next recommendation. */
export function applyChange({ serving }: RecommendServices, context: Context, projectId: string): ApplyChange {
  const project = { workspaceId: context.workspaceId, projectId };
  return (kind, ids) => serving.changes.applyLocal(project, kind, ids);
}
