import type { CustomType } from '@curio/contracts/fields';
import { type Db, sql, tenant } from '@curio/db';
import type { FieldType } from '../catalogue/column.ts';
import { builtInFieldTypes } from '../catalogue/item-fields.ts';
import type { ProjectRef } from '../state/project.ts';
import type { ProjectSettings } from './project-memory.ts';

/** Settings with what decides how the catalogue is read. */
export interface StoredSettings extends ProjectSettings {
  readonly hasCatalogue: boolean;
  /** Of the owner's item fields alone: how `items.custom` is read. */
  readonly ownItemTypes: ReadonlyMap<string, FieldType>;
}

/** Vectors are neither filtered by nor loaded. */
const typeOf: Record<Exclude<CustomType, 'vector'>, FieldType> = {
  category: 'text',
  text: 'text',
  number: 'number',
  date: 'date',
  boolean: 'boolean',
  list: 'list',
  geo: 'geo',
};

/** The number of the project; undefined where the workspace has no such project or it was deleted. */
export async function readProjectNumber(db: Db, { projectId, ...context }: ProjectRef): Promise<number | undefined> {
  const row = await tenant(db, context, (trx) =>
    trx
      .selectFrom('projects')
      .select('number')
      .where('id', '=', projectId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst(),
  );
  return row?.number;
}

/** Reads the settings in one transaction; undefined where the project was deleted. */
export async function readProjectSettings(db: Db, project: ProjectRef): Promise<StoredSettings | undefined> {
  const { projectId } = project;
  return tenant(db, project, async (trx) => {
    const { rows } = await sql<{ live_version: number | null; has_catalogue: boolean; notify_served: boolean }>`
      select p.live_version, p.has_catalogue, exists (select from webhook_endpoints e where e.project_id = p.id
        and e.disabled_at is null and 'recommendation.served' = any(e.events)) as notify_served
      from projects p where p.id = ${projectId} and p.deleted_at is null`.execute(trx);
    const [row] = rows;
    if (!row) return undefined;
    const placements = await trx
      .selectFrom('placements')
      .select(['name', 'settings'])
      .where('project_id', '=', projectId)
      .execute();
    const own = await trx
      .selectFrom('custom_fields')
      .select(['kind', 'name', 'type'])
      .where('project_id', '=', projectId)
      .execute();
    const typesOf = (kind: 'i' | 'u') =>
      new Map<string, FieldType>(
        own.flatMap((field) =>
          field.kind === kind && field.type !== 'vector' ? [[field.name, typeOf[field.type]]] : [],
        ),
      );
    const ownItemTypes = typesOf('i');
    return {
      liveVersion: row.live_version,
      hasCatalogue: row.has_catalogue,
      notifyServed: row.notify_served,
      placements: new Map(placements.map(({ name, settings }) => [name, settings])),
      ownItemTypes,
      itemFieldTypes: new Map([...ownItemTypes, ...builtInFieldTypes]),
      userFieldTypes: typesOf('u'),
    };
  });
}
