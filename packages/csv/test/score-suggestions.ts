import { suggestColumns } from '../src/index.ts';
import { type Export, previewOf } from './exports.ts';

export interface FieldScore {
  right: number;
  wrong: number;
  missed: number;
}
export interface Shown {
  confidence: number;
  right: boolean;
}
export interface Scores {
  fields: Map<string, FieldScore>;
  /** Every suggested field with its confidence. */
  shown: Shown[];
  faults: string[];
}

/**
 * Suggestions against the fields of the exports. Right: the suggested column is marked with the field. Missed: a column is
 * the field, and no column that may be it was suggested.
 */
export function scoreSuggestions(exports: readonly Export[]): Scores {
  const fields = new Map<string, FieldScore>();
  const shown: Shown[] = [];
  const faults: string[] = [];
  const count = (field: string, what: keyof FieldScore): void => {
    const score = fields.get(field) ?? { right: 0, wrong: 0, missed: 0 };
    score[what]++;
    fields.set(field, score);
  };
  for (const file of exports) {
    const suggestions = suggestColumns(file.kind, previewOf(file));
    const found = new Set<string>();
    suggestions.forEach((suggestion, i) => {
      if (suggestion === undefined || suggestion.field === 'custom' || suggestion.field === 'ignore') return;
      const column = file.columns[i]!;
      const right = column.field === suggestion.field;
      count(suggestion.field, right ? 'right' : 'wrong');
      shown.push({ confidence: suggestion.confidence, right });
      if (right) found.add(suggestion.field);
      else
        faults.push(
          `${file.name}: "${column.name}" is ${column.field ?? '-'}, not ${suggestion.field} (${suggestion.confidence})`,
        );
    });
    for (const column of file.columns) {
      if (column.field === undefined || column.optional || found.has(column.field)) continue;
      found.add(column.field);
      count(column.field, 'missed');
      faults.push(`${file.name}: "${column.name}" should be ${column.field}`);
    }
  }
  return { fields, shown, faults };
}

export const precision = ({ right, wrong }: FieldScore): number => right / Math.max(1, right + wrong);
export const recall = ({ right, missed }: FieldScore): number => right / Math.max(1, right + missed);
