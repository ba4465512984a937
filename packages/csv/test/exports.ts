import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ColumnPreview, detectedSchema, type ImportKind, importKinds } from '@curio/contracts';
import { preview, writeCsv } from '../src/index.ts';

/**
 * Headers as shops, services and data sets export them, written from knowledge of these systems, each with four made-up rows. A file has one block per export:
 *
 *     ## Shopify orders_export.csv (interactions)
 *     Lineitem sku => itemId ~ LS-M-001 ~ OT-180 ~ WS-GR ~ BM-300
 *
 * The column, the field that it is, and its cells. `-`: no field (left out, or an own field). `field?`: may be suggested
 * as the field, and need not be. `Column 1`: the file has no header.
 */
export interface Export {
  name: string;
  kind: ImportKind;
  columns: readonly { name: string; field: string | undefined; optional: boolean; cells: readonly string[] }[];
  /** A third of the exports, by a hash of the name: its single faults are not looked at while tuning, only its totals. */
  heldOut: boolean;
}

const groups = ['shops', 'marketplaces', 'analytics', 'datasets', 'content'];
const isKind = (text: string): text is ImportKind => importKinds.some((kind) => kind === text);

export const exports: readonly Export[] = groups.flatMap((group) =>
  readFileSync(join(import.meta.dirname, 'exports', `${group}.txt`), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map(readExport),
);

function readExport(block: string): Export {
  const [title = '', ...lines] = block.trimEnd().split('\n');
  const [, name = '', kind = ''] = /^(.*) \((\w+)\)$/.exec(title) ?? [];
  if (!isKind(kind)) throw new Error(`No kind in "${title}"`);
  const columns = lines.map((line) => {
    const [column = '', rest = ''] = line.split(' => ');
    const [mark = '', ...cells] = rest.split('~').map((cell) => cell.trim());
    const field = mark.replace('?', '');
    return { name: column, field: field === '-' ? undefined : field, optional: mark.endsWith('?'), cells };
  });
  return { name, kind, columns, heldOut: createHash('sha256').update(name).digest()[0]! % 3 === 0 };
}

/** The columns as an upload of the export shows them. */
export function previewOf({ columns }: Export): ColumnPreview[] {
  const header = columns.map(({ name }) => name);
  const headerless = header.every((name) => name.startsWith('Column '));
  const rows = Array.from({ length: 4 }, (_, row) => columns.map(({ cells }) => cells[row] ?? ''));
  const bytes = Buffer.from(writeCsv(headerless ? rows : [header, ...rows], { escapeFormulas: false }));
  const detected = detectedSchema.parse({ encoding: 'utf-8', delimiter: ',', headerRow: headerless ? 0 : 1 });
  return preview(bytes, detected, { whole: true }).columns;
}
