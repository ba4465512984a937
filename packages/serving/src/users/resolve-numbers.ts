import { type Db, sql, tenant } from '@curio/db';
import type { ProjectMemory } from '../project/project-memory.ts';
import type { StoredUser } from './read-user-states.ts';

type Numbers = Pick<StoredUser, 'itemNumbers' | 'typeNumbers'>;

/** Adds items and types of these users that the project does not know yet: they got their numbers after it was loaded. */
export async function resolveNumbers(db: Db, project: ProjectMemory, users: Iterable<Numbers>): Promise<void> {
  const { catalogue, types } = project;
  const items = new Set<number>();
  const codes = new Set<number>();
  for (const { itemNumbers, typeNumbers } of users) {
    for (const number of itemNumbers) if (catalogue.rowOfNumber(number) < 0) items.add(number);
    for (const code of typeNumbers) if (!types.has(code)) codes.add(code);
  }
  if (items.size + codes.size === 0) return;
  const kinds = [...Array<string>(items.size).fill('i'), ...Array<string>(codes.size).fill('t')];
  // `limit` makes each lookup one descent of the index: without statistics, a join may read the whole dictionary.
  const { rows } = await tenant(db, project.ref, (trx) =>
    sql<{ kind: 'i' | 't'; number: number; id: string }>`
      select asked.kind, asked.number, known.id
      from unnest(${kinds}::"char"[], ${[...items, ...codes]}::integer[]) as asked (kind, number)
      cross join lateral (select d.id from id_numbers d
        where d.number = asked.number and d.kind = asked.kind and d.project_number = ${project.number}
        limit 1) known`.execute(trx),
  );
  for (const { kind, number, id } of rows) {
    if (kind === 'i') catalogue.addNumber(number, id);
    else types.add(number, id);
  }
}
