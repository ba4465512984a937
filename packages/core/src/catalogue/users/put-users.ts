import { type BulkResult, type UserBulkRow, userBulkRow } from '@curio/contracts';
import type { Context } from '../../platform/context.ts';
import type { ApplyChange } from '../../platform/write-rows.ts';
import { putRows, type RowKind } from '../put-rows.ts';
import { writeUsers } from './write-users.ts';

const users: RowKind<UserBulkRow> = {
  kind: 'users',
  schema: userBulkRow,
  idOf: (row) => row.userId,
  write: (trx, project, rows) =>
    writeUsers(
      trx,
      project,
      rows.map(({ row, custom }) => ({ user_id: row.userId, custom })),
    ),
};

/** Stores up to 10,000 users, each as `putUser` does. Invalid rows are reported and do not keep out the others. */
export function putUsers(
  context: Context,
  projectId: string,
  rows: readonly unknown[],
  apply: ApplyChange,
): Promise<BulkResult> {
  return putRows(context, projectId, users, rows, apply);
}
