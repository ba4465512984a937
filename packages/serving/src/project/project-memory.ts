import type { PlacementSettings } from '@curio/contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FieldType } from '../catalogue/column.ts';
import type { ProjectRef } from '../state/project.ts';
import type { InteractionTypes } from './interaction-types.ts';

/** What can change by one statement, and is read again together. */
export interface ProjectSettings {
  readonly liveVersion: number | null;
  /** An endpoint of the project subscribes to `recommendation.served`. */
  readonly notifyServed: boolean;
  /** By name. */
  readonly placements: ReadonlyMap<string, PlacementSettings>;
  /** Types of the item fields and of the owner's item fields, by the names that the API uses. */
  readonly itemFieldTypes: ReadonlyMap<string, FieldType>;
  /** Types of the owner's user fields. */
  readonly userFieldTypes: ReadonlyMap<string, FieldType>;
}

/**
 * What a process keeps of one project. Settings never change within the object: a change makes a new one with the same
 * catalogue, so that a request reads the same settings from its beginning to its end.
 */
export interface ProjectMemory extends ProjectSettings {
  readonly ref: ProjectRef;
  /** `projects.number`. */
  readonly number: number;
  /** Counts the loaded projects of the process: rows of a catalogue that was loaded again mean other items. */
  readonly loaded: number;
  readonly catalogue: Catalogue;
  readonly types: InteractionTypes;
}
