import type { ImportKind } from '@curio/contracts';
import type { Kind } from './kind.ts';
import { mergeInteractions } from './merge-interactions.ts';
import { mergeItems } from './merge-items.ts';
import { mergeUsers } from './merge-users.ts';
import { stageInteractions } from './stage-interactions.ts';
import { stageItems } from './stage-items.ts';
import { stageUsers } from './stage-users.ts';
import { validateInteraction, validateItem, validateUser } from './validate-row.ts';

export const kinds: Record<ImportKind, Kind> = {
  items: { kind: 'items', validateRow: validateItem, stage: stageItems, merge: mergeItems },
  users: { kind: 'users', validateRow: validateUser, stage: stageUsers, merge: mergeUsers },
  interactions: {
    kind: 'interactions',
    validateRow: validateInteraction,
    stage: stageInteractions,
    merge: mergeInteractions,
  },
};
