import type { RawBuilder, Trx } from '@curio/db';

/** Runs a statement and returns how many rows it wrote. */
export async function affected(trx: Trx, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(trx)).numAffectedRows ?? 0n);
}
