import type { ApplySettings } from '@curio/contracts';
import type { ImportRow } from '@curio/db';
import type { MergeInto } from './kinds/kind.ts';

type Settings = {
  mode: ApplySettings['mode'] | null;
  deduplicate: boolean;
  unknown_items: ApplySettings['unknownItems'];
};

export function mergeInto(row: ImportRow, projectNumber: number, settings: Settings): MergeInto {
  return {
    workspaceId: row.workspace_id,
    projectId: row.project_id,
    projectNumber,
    importId: row.id,
    importNumber: row.number,
    mode: settings.mode ?? 'upsert',
    mapping: row.mapping,
    deduplicate: settings.deduplicate,
    createItems: settings.unknown_items === 'create',
  };
}
