import { fieldOf, type ParsedExample } from '@curio/contracts';
import type { RawRecord } from '@curio/csv';
import type { ImportRow } from '@curio/db';

const examplesPerColumn = 2;
const dayAndMonth = /^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}(?!\d)/;
/** 1.234 is about one, or a thousand and more. */
const groupOrFraction = /^\D*\d{1,3}[.,]\d{3}\D*$/;

/** Collects cells that can be read in more than one way, each with the value that the mapping gives it. */
export function createParsedExamples(row: ImportRow): {
  onRow(record: RawRecord, mapped: object): void;
  found(): ParsedExample[];
} {
  const seen = new Set<string>();
  const examples: ParsedExample[] = [];
  let open = columnsOf(row).map((column) => ({ ...column, left: examplesPerColumn }));
  return {
    onRow(record, mapped) {
      if (open.length === 0) return;
      for (const column of open) {
        const cell = record.cells[column.position] ?? '';
        if (!column.isAmbiguous(cell) || seen.has(`${column.name}\n${cell}`)) continue;
        const value = toJson(column.readValue(mapped));
        if (value === undefined) continue;
        seen.add(`${column.name}\n${cell}`);
        examples.push({ column: column.name, field: column.field, cell: cell.toWellFormed(), value });
        column.left--;
      }
      open = open.filter(({ left }) => left > 0);
    },
    found: () => examples,
  };
}

function columnsOf({ kind, columns, mapping }: ImportRow) {
  return columns.flatMap(({ name }, position) => {
    const target = Object.hasOwn(mapping.columns, name) ? mapping.columns[name] : undefined;
    if (!target) return [];
    const custom = target.field === 'custom';
    const type = custom ? target.type : fieldOf(kind, target.field)?.shape;
    const isAmbiguous =
      type === 'date' ? isAmbiguousDate : type === 'number' || type === 'price' ? isAmbiguousNumber : undefined;
    if (!isAmbiguous) return [];
    const field = custom ? (target.name ?? name) : target.field;
    const readValue = (mapped: object): unknown => {
      const values = custom ? (mapped as { custom?: object }).custom : mapped;
      return values && new Map(Object.entries(values)).get(field);
    };
    return [{ name, position, field, isAmbiguous, readValue }];
  });
}

function isAmbiguousDate(cell: string): boolean {
  const [, first = '', second = ''] = dayAndMonth.exec(cell) ?? [];
  return first !== '' && first !== second && Number(first) <= 12 && Number(second) <= 12;
}

const isAmbiguousNumber = (cell: string): boolean => groupOrFraction.test(cell);

function toJson(value: unknown): string | number | undefined {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
