import type { ImportKind } from '@curio/contracts';
import { type CatalogueTable, itemsTable, usersTable } from './catalogue-columns.ts';
import { countCatalogue, prepareCatalogue, sampleCatalogue } from './count-catalogue.ts';
import { countInteractions, sampleInteractions } from './count-interactions.ts';
import { prepareInteractions } from './interaction-rows.ts';
import type { Kind } from './kind.ts';
import { mergeCatalogue } from './merge-catalogue.ts';
import { mergeInteractions } from './merge-interactions.ts';
import { stageInteractions } from './stage-interactions.ts';
import { stageItems } from './stage-items.ts';
import { stageUsers } from './stage-users.ts';
import { findOverwrittenRows, undoCatalogue } from './undo-catalogue.ts';
import { findOverwrittenInteractions, undoInteractions } from './undo-interactions.ts';
import { validateInteraction, validateItem, validateUser } from './validate-row.ts';

const inCatalogue = (table: CatalogueTable): Omit<Kind, 'kind' | 'validateRow' | 'stage'> => ({
  prepare: (trx, into) => prepareCatalogue(trx, table, into),
  count: (trx, into) => countCatalogue(trx, table, into),
  sample: (trx, into) => sampleCatalogue(trx, table, into),
  merge: (trx, into) => mergeCatalogue(trx, table, into),
  findOverwriters: (trx, row) => findOverwrittenRows(trx, table, row),
  undo: (trx, row) => undoCatalogue(trx, table, row),
});

export const kinds: Record<ImportKind, Kind> = {
  items: { kind: 'items', validateRow: validateItem, stage: stageItems, ...inCatalogue(itemsTable) },
  users: { kind: 'users', validateRow: validateUser, stage: stageUsers, ...inCatalogue(usersTable) },
  interactions: {
    kind: 'interactions',
    validateRow: validateInteraction,
    stage: stageInteractions,
    prepare: prepareInteractions,
    count: countInteractions,
    sample: sampleInteractions,
    merge: mergeInteractions,
    findOverwriters: findOverwrittenInteractions,
    undo: undoInteractions,
  },
};
