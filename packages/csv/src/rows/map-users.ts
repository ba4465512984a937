import type { UserRow } from '../table/record.ts';
import type { BoundFields } from './bind-fields.ts';

/** Reads users: without an id a row is lost, any other cell that cannot be read is left out with a warning. */
export function mapUsers(fields: BoundFields): () => UserRow {
  const userId = fields.required('userId', 'id');
  const custom = fields.custom();
  return () => {
    const row: UserRow = { userId: userId() ?? '' };
    const own = custom();
    if (own) row.custom = own;
    return row;
  };
}
