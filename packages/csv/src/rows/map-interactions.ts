import type { InteractionRow } from '../table/record.ts';
import type { BoundFields } from './bind-fields.ts';

/** Reads interactions: any cell that cannot be read costs the row, for a wrong time or value would mislead a model. */
export function mapInteractions(fields: BoundFields): () => InteractionRow {
  const userId = fields.required('userId', 'id');
  const itemId = fields.required('itemId', 'id');
  const type = fields.required('type', 'word');
  const value = fields.strict('value', 'number');
  const timestamp = fields.strict('timestamp', 'date');
  return () => {
    const row: InteractionRow = { userId: userId() ?? '', itemId: itemId() ?? '', type: type() ?? '' };
    const amount = value();
    if (amount !== undefined) row.value = amount;
    const time = timestamp();
    if (time !== undefined) row.timestamp = time;
    return row;
  };
}
