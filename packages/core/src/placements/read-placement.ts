import type { Placement, PlacementSettings } from '@curio/contracts';

interface Row {
  name: string;
  settings: PlacementSettings;
  created_at: Date;
  updated_at: Date;
}

/** A placement as the API shows it: its settings were validated when they were stored. */
export const readPlacement = (row: Row): Placement => ({
  ...row.settings,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
