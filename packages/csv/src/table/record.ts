/** The shapes of the import: what a file is, what its columns are, which field each becomes, and the rows that come out. */

export type ImportKind = 'items' | 'users' | 'interactions';
export type Compression = 'none' | 'gzip';
export type ColumnType = 'id' | 'text' | 'number' | 'date' | 'boolean' | 'category' | 'list' | 'url' | 'email';
export type CustomType = 'category' | 'text' | 'number' | 'date' | 'boolean' | 'list' | 'geo';
/** The order in which a date's parts are written. `ambiguous`: no value in sight has a day above 12, somebody must say. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy' | 'ambiguous';
export type DecimalMark = ',' | '.';

export interface Detected {
  /** As iconv-lite spells it: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `shift_jis`, … */
  encoding: string;
  delimiter: string;
  /** The 1-based physical line of the header; rows above it are preamble. 0: the file has no header. */
  headerRow: number;
  compression: Compression;
}

export interface Suggestion {
  field: string;
  /** 0 to 1. */
  confidence: number;
  /** A sentence for the person who confirms the mapping. */
  why: string;
  separator?: string;
}

export interface ColumnPreview {
  /** As in the header; duplicates get ` (2)`, blanks `Column 3`. Unique within the file. */
  name: string;
  /** At most three distinct cells that are not empty. */
  samples: string[];
  type: ColumnType;
  /** Share of the previewed rows whose cell is empty, 0 to 1. */
  emptyShare: number;
  /** Distinct non-empty cells among the previewed rows. */
  distinct: number;
  /** Non-empty cells among the previewed rows. */
  filled: number;
  /** Mean length of the non-empty cells, in characters. */
  meanLength: number;
  dateOrder?: DateOrder;
  decimal?: DecimalMark;
  /** What divides a list cell. */
  separator?: string;
  suggested?: Suggestion;
}

export interface Preview {
  columns: ColumnPreview[];
  /** The first rows below the header, cells as written. */
  rows: string[][];
}

export interface ColumnTarget {
  /** A field of the kind, `custom` or `ignore`. */
  field: string;
  separator?: string | undefined;
  /** Of a custom field; the column's own name otherwise. */
  name?: string | undefined;
  /** Of a custom field; `text` otherwise. */
  type?: string | undefined;
  dateOrder?: DateOrder | undefined;
  decimal?: DecimalMark | undefined;
}

export interface Mapping {
  columns: Record<string, ColumnTarget>;
  /** What no column gives; a value in the file wins. */
  defaults?: Record<string, string> | undefined;
}

export interface MappingProblem {
  /** JSON pointer into the mapping. */
  pointer: string;
  message: string;
}

export interface RawRecord {
  /** The 1-based physical line on which the record starts. */
  line: number;
  cells: string[];
}

export interface GeoPoint {
  lat: number;
  lon: number;
}
/** Dates are ISO 8601 in UTC. */
export type CustomValue = string | number | boolean | string[] | GeoPoint;

export interface ItemRow {
  itemId: string;
  title?: string;
  description?: string;
  categories?: string[];
  tags?: string[];
  price?: number;
  imageUrl?: string;
  url?: string;
  ownerId?: string;
  createdAt?: Date;
  hidden?: boolean;
  /** Has no prototype: any column name is a safe key. */
  custom?: Record<string, CustomValue>;
}

export interface UserRow {
  userId: string;
  custom?: Record<string, CustomValue>;
}

export interface InteractionRow {
  userId: string;
  itemId: string;
  type: string;
  value?: number;
  timestamp?: Date;
}

export interface RowOf {
  items: ItemRow;
  users: UserRow;
  interactions: InteractionRow;
}

/** A cell that was left out of a row that is kept. */
export interface Warning {
  line: number;
  column: string;
  code: string;
  reason: string;
}

export interface Rejection {
  ok: false;
  line: number;
  column?: string;
  code: string;
  /** A sentence that says what is wrong and with which value. */
  reason: string;
}

export type MappedRow<Row> = { ok: true; row: Row; warnings?: Warning[] } | Rejection;
export type RowMapper<Row> = (record: RawRecord) => MappedRow<Row>;
