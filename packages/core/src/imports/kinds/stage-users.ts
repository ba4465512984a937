import type { UserRow } from '@curio/contracts';
import { sql } from '@curio/db';
import { jsonBatch } from './json-batch.ts';
import type { Stage } from './kind.ts';

const columns = sql`line bigint, user_id text collate "C", custom jsonb`;

export const stageUsers: Stage = {
  columns,
  open: () => () => jsonBatch(columns, (line, row: UserRow) => ({ line, user_id: row.userId, custom: row.custom })),
};
