import type { Overlap } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';

const examplesShown = 10;
const firstNumbers = 1 << 16;
const [notSeen, catalogued, unknown] = [0, 1, 2];

/** Finds out which of the items of a file are in the catalogue: one byte for each number. */
export interface Cataloguer {
  /** Looks up items that were seen for the first time. */
  look(numbers: ReadonlyMap<string, number>): Promise<void>;
  isUnknown(number: number): boolean;
  overlap(): Overlap;
}

export function createCataloguer(context: Context, projectId: string): Cataloguer {
  let states = new Uint8Array(firstNumbers);
  let items = 0;
  let known = 0;
  const examples: string[] = [];

  return {
    async look(numbers) {
      const fresh = [...numbers].filter(([, number]) => (states[number] ?? notSeen) === notSeen);
      if (fresh.length === 0) return;
      const rows = await tenant(context.db, context, (trx) =>
        trx
          .selectFrom('items')
          .select('item_id')
          .where('project_id', '=', projectId)
          .where((eb) => eb('item_id', '=', eb.fn.any(eb.val(fresh.map(([id]) => id)))))
          .execute(),
      );
      const found = new Set(rows.map((row) => row.item_id));
      for (const [id, number] of fresh) {
        if (number >= states.length) {
          const larger = new Uint8Array(Math.max(states.length * 2, number + 1));
          larger.set(states);
          states = larger;
        }
        const isKnown = found.has(id);
        states[number] = isKnown ? catalogued : unknown;
        items++;
        if (isKnown) known++;
        else if (examples.length < examplesShown) examples.push(id);
      }
    },
    isUnknown: (number) => states[number] === unknown,
    overlap: () => ({ items, known, share: items === 0 ? 1 : known / items, examples }),
  };
}
