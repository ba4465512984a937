import type pg from 'pg';

/** Every table that carries a tenant's rows, as Postgres itself lists them: a new one cannot be left out. */
export async function tenantTables(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(`
    select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace order by 1`);
  return rows.map((row) => row.name);
}

/** Puts a row of the workspace into the table, whatever its columns are: each gets a value of its type. */
export async function plantRow(client: pg.Client, table: string, workspaceId: string, id: string): Promise<void> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull and not atthasdef`,
    [table],
  );
  const values = columns.map(({ name, type }) => (name === 'workspace_id' ? workspaceId : sampleOf(type, id)));
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const places = columns.map(({ type }, i) => `$${i + 1}::${type}`).join(', ');
  await client.query(`insert into ${table} (${names}) values (${places})`, values);
}

function sampleOf(type: string, id: string): unknown {
  if (type.endsWith('[]')) return [];
  const values: Record<string, unknown> = {
    text: id,
    jsonb: '{}',
    bytea: Buffer.from(id),
    boolean: false,
    integer: 1,
    bigint: 1,
    real: 1,
    'double precision': 1,
    'timestamp with time zone': new Date(0),
  };
  if (!(type in values)) throw new Error(`plantRow has no value for the type ${type}`);
  return values[type];
}
