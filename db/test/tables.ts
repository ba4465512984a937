import type pg from 'pg';

/** Columns that tie a row to a workspace: its own id, or the number of one of its projects. */
const tenantColumns = ['workspace_id', 'project_number'] as const;

export interface TenantTable {
  name: string;
  column: (typeof tenantColumns)[number];
}

/** Every table that has a tenant's rows, as Postgres itself lists them: a new one cannot be left out. */
export async function tenantTables(owner: pg.Client): Promise<TenantTable[]> {
  const { rows } = await owner.query<TenantTable>(
    `select c.relname as name, a.attname as column from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = any ($1) and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace order by 1`,
    [tenantColumns],
  );
  return rows;
}

/** A workspace with the number of its project. */
export interface Tenant {
  workspaceId: string;
  projectNumber: number;
}

export const ownerOf = (tenant: Tenant, { column }: TenantTable): string | number =>
  column === 'workspace_id' ? tenant.workspaceId : tenant.projectNumber;

/** Adds a row of the tenant to the table, whatever its columns are: each gets a value of its type. */
export async function plantRow(client: pg.Client, table: TenantTable, tenant: Tenant, id: string): Promise<void> {
  const { rows: columns } = await client.query<{ name: string; type: string; identity: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attidentity <> '' as identity from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull and not atthasdef`,
    [table.name],
  );
  const isProject = table.name === 'projects';
  const given = columns.filter(({ identity }) => !identity || isProject);
  const values = given.map(({ name, type, identity }) =>
    name === table.column ? ownerOf(tenant, table) : identity ? tenant.projectNumber : sampleOf(type, id),
  );
  const names = given.map(({ name }) => `"${name}"`).join(', ');
  const places = given.map(({ type }, i) => `$${i + 1}::${type}`).join(', ');
  await client.query(`insert into ${table.name} (${names}) overriding system value values (${places})`, values);
}

function sampleOf(type: string, id: string): unknown {
  if (type.endsWith('[]')) return [];
  const values: Record<string, unknown> = {
    text: id,
    jsonb: '{}',
    bytea: Buffer.from(id),
    boolean: false,
    integer: 1,
    smallint: 1,
    '"char"': 'u',
    bigint: 1,
    real: 1,
    'double precision': 1,
    'timestamp with time zone': new Date(0),
    date: '1970-01-01',
  };
  if (!(type in values)) throw new Error(`plantRow has no value for the type ${type}`);
  return values[type];
}
