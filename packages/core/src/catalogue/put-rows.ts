import { type BulkResult, type CustomType, type CustomValue, maxBulkRows } from '@curio/contracts';
import type { ProjectRow, Trx } from '@curio/db';
import type { z } from 'zod';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { CurioError } from '../platform/errors.ts';
import { reasonOf } from '../platform/reason-of.ts';
import { type ApplyChange, writeRows } from '../platform/write-rows.ts';
import { checkCustom } from './custom/check-custom.ts';
import { type CatalogueKind, type CustomTypes, withCustomTypes } from './custom/custom-fields.ts';
import { withoutNulls } from './custom/require-custom.ts';

type Row = { custom?: Record<string, unknown> | undefined };
export type Custom = Record<string, CustomValue | null>;

/** How rows of one kind are validated and written. */
export interface RowKind<R extends Row> {
  kind: CatalogueKind;
  schema: z.ZodType<R>;
  idOf(row: R): string;
  write(trx: Trx, project: ProjectRow, rows: readonly { row: R; custom: Custom }[]): Promise<unknown>;
}

/**
 * Validates each row by itself and stores the valid ones in one transaction, each in place of the row with its id. Of two rows
 * with one id, the last is kept.
 */
export async function putRows<R extends Row>(
  context: Context,
  projectId: string,
  { kind, schema, idOf, write }: RowKind<R>,
  input: readonly unknown[],
  apply: ApplyChange,
): Promise<BulkResult> {
  if (input.length > maxBulkRows) {
    throw new CurioError(
      'too-large',
      `A request can have at most ${maxBulkRows.toLocaleString('en')} ${kind}; this one has ${input.length}. Send them in parts.`,
    );
  }
  const parsed = input.map((row) => schema.safeParse(row));
  const result = await writeRows(context, apply, async (trx, change) => {
    const project = await authoriseProject(context, trx, 'catalogue:write', projectId, true);
    const names = new Set(parsed.flatMap(({ data }) => Object.keys(data?.custom ?? {})));
    const check = (types: CustomTypes) => checkRows(kind, parsed, types);
    const { valid, rejected } = await withCustomTypes(trx, change, project, kind, names, check);
    const byId = new Map(valid.map((checked) => [idOf(checked.row), checked]));
    if (kind === 'items') await context.usage.requireQuota(context.workspaceId, 'items', byId.size);
    if (byId.size > 0) {
      await write(trx, project, [...byId.values()]);
      await change(project.number, kind === 'items' ? 'item' : 'user', [...byId.keys()]);
    }
    return { accepted: valid.length, rejected };
  });
  if (kind === 'items') context.usage.count(context.workspaceId, projectId, 'items', result.accepted);
  return result;
}

/** The first valid row with a new own field decides its type. */
function checkRows<R extends Row>(kind: CatalogueKind, parsed: readonly z.ZodSafeParseResult<R>[], known: CustomTypes) {
  const types = new Map(known);
  const added = new Map<string, CustomType>();
  const valid: { row: R; custom: Custom }[] = [];
  const rejected: BulkResult['rejected'] = [];
  for (const [index, result] of parsed.entries()) {
    if (!result.success) {
      rejected.push({ index, reason: reasonOf(result.error) });
      continue;
    }
    const { data: row } = result;
    const checked = checkCustom(kind, row.custom, types);
    const [fault] = checked.faults;
    if (fault) {
      rejected.push({ index, reason: `${fault.pointer.slice(1).replaceAll('/', '.')}: ${fault.detail}` });
      continue;
    }
    for (const [name, type] of checked.added) {
      types.set(name, type);
      added.set(name, type);
    }
    valid.push({ row, custom: withoutNulls(checked.values) });
  }
  return { added, result: { valid, rejected } };
}
