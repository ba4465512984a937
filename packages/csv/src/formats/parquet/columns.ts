import type { SchemaTree } from 'hyparquet';
import { CsvError } from '../../table/csv-error.ts';
import { maxColumns } from '../../table/limits.ts';
import { type CellWriter, cellWriterOf } from './cell-text.ts';

/** A column of the table: a value of a top-level column of the file, or of a structure inside it. */
export interface ParquetColumn {
  /** `a.b` for the field b of the structure a. */
  name: string;
  /** The column of the file. */
  top: string;
  path: string[];
  write: CellWriter;
}

/** The columns of a schema. Structures become one column for each field; lists and maps stay one, as JSON. */
export function columnsOf(schema: SchemaTree): ParquetColumn[] {
  const columns = schema.children.flatMap((child) => fieldsOf(child, child.element.name, []));
  if (columns.length > maxColumns)
    throw new CsvError(
      'too-many-columns',
      `The file has ${columns.length.toLocaleString('en')} columns; at most ${maxColumns.toLocaleString('en')} can be read.`,
    );
  return columns;
}

function fieldsOf(node: SchemaTree, top: string, path: string[]): ParquetColumn[] {
  const { element, children } = node;
  const { converted_type, logical_type, repetition_type } = element;
  const isStructure =
    children.length > 0 && repetition_type !== 'REPEATED' && converted_type === undefined && logical_type === undefined;
  if (!isStructure) return [{ name: [top, ...path].join('.'), top, path, write: cellWriterOf(element) }];
  return children.flatMap((child) => fieldsOf(child, top, [...path, child.element.name]));
}
