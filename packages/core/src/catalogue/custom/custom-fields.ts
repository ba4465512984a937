import type { CustomType } from '@curio/contracts';
import { appendChange, type ProjectRow, sql, type Trx } from '@curio/db';
import { CurioError } from '../../platform/errors.ts';
import type { Change } from '../../platform/write-rows.ts';

/** The rows that have own fields. */
export type CatalogueKind = 'items' | 'users';
export type CustomTypes = ReadonlyMap<string, CustomType>;

const codes = { items: 'i', users: 'u' } as const satisfies Record<CatalogueKind, string>;
/** Own fields of a project's items, or of its users. */
const maxFields = 1_000;

/**
 * Checks own values against the types of their fields, and adds the fields that are new. `check` returns the types of these;
 * it runs again where a concurrent request has added one of them.
 */
export async function withCustomTypes<T>(
  trx: Trx,
  change: Change,
  project: ProjectRow,
  kind: CatalogueKind,
  names: Iterable<string>,
  check: (types: CustomTypes) => { added: CustomTypes; result: T },
): Promise<T> {
  const asked = [...new Set(names)];
  for (;;) {
    const { added, result } = check(asked.length === 0 ? new Map() : await readTypes(trx, project.id, kind, asked));
    if (added.size === 0) return result;
    const inserted = await insertTypes(trx, project, kind, added);
    if (inserted > 0) await change(project.number, 'project');
    if (inserted === added.size) return result;
  }
}

/** The types that the mapping of an import gives: they replace those of the fields that are there. */
export async function setCustomTypes(
  trx: Trx,
  project: Pick<ProjectRow, 'id' | 'number' | 'workspace_id'>,
  kind: CatalogueKind,
  types: CustomTypes,
): Promise<void> {
  const { numAffectedRows } = await sql`${insert(project, kind, types)} on conflict (project_id, kind, name)
    do update set type = excluded.type where custom_fields.type <> excluded.type`.execute(trx);
  if (numAffectedRows) await appendChange(trx, project.number, 'project');
}

async function readTypes(trx: Trx, projectId: string, kind: CatalogueKind, names: readonly string[]) {
  const rows = await trx
    .selectFrom('custom_fields')
    .select(['name', 'type'])
    .where('project_id', '=', projectId)
    .where('kind', '=', codes[kind])
    .where(sql<boolean>`name = any (${names}::text[])`)
    .execute();
  return new Map(rows.map(({ name, type }) => [name, type]));
}

/** Returns how many were inserted: fewer where concurrent requests have added some. */
async function insertTypes(trx: Trx, project: ProjectRow, kind: CatalogueKind, types: CustomTypes): Promise<number> {
  const { fields } = await trx
    .selectFrom('custom_fields')
    .select((eb) => eb.fn.countAll<number>().as('fields'))
    .where('project_id', '=', project.id)
    .where('kind', '=', codes[kind])
    .executeTakeFirstOrThrow();
  if (fields + types.size > maxFields) {
    throw new CurioError(
      'invalid-input',
      `The ${kind} of a project can have at most ${maxFields.toLocaleString('en')} own fields.`,
      [{ pointer: '/custom', detail: `There are ${fields} already.` }],
    );
  }
  const { numAffectedRows } = await sql`${insert(project, kind, types)} on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** In the order of the names, so that concurrent requests do not deadlock. */
function insert(project: Pick<ProjectRow, 'id' | 'workspace_id'>, kind: CatalogueKind, types: CustomTypes) {
  return sql`
    insert into custom_fields (workspace_id, project_id, kind, name, type)
    select ${project.workspace_id}, ${project.id}, ${codes[kind]}, name, type
    from unnest(${[...types.keys()]}::text[], ${[...types.values()]}::text[]) as t(name, type) order by name collate "C"`;
}
