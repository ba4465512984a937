/** `npm run db:new NAME`: adds a migration from a template, as the last one of the list. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../db/migrations/index.ts';
import { ROOT } from '../process/run-program.ts';

const template = `import { type Kysely, sql } from 'kysely';

/** Say why. A table with rows of tenants needs isolateByWorkspace or isolateByProject of ./helpers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`select 1\`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql\`select 1\`.execute(db);
}
`;

const name = process.argv[2]?.replaceAll('-', '_') ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('curio: give the migration a name in lower case, for example: npm run db:new add_placements');
  process.exit(2);
}
const number = String(Object.keys(migrations).length + 1).padStart(4, '0');
const file = `${number}_${name}`;
const path = join(ROOT, 'db/migrations', `${file}.ts`);
if (existsSync(path)) throw new Error(`${path} exists`);
writeFileSync(path, template);

const list = join(ROOT, 'db/migrations/index.ts');
const variable = `${name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}${number}`;
const text = readFileSync(list, 'utf8')
  .replace(/(?:import \* as .*\n)+/, (imports) => `${imports}import * as ${variable} from './${file}.ts';\n`)
  .replace(/export const migrations[^}]*/, (entries) => `${entries}  '${file}': ${variable},\n`);
writeFileSync(list, text);
console.log(`db/migrations/${file}.ts\nWrite it, run \`npm test -- db/test\`, then \`npm run db:lock\`.`);
