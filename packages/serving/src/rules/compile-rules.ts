import type { GeoPoint, Rules } from '@curio/contracts';
import type { FieldType } from '../catalogue/column.ts';
import { checkFilter, type InputError } from '../filter/check-filter.ts';
import { type CompiledFilter, compileFilter } from '../filter/compile-filter.ts';
import type { Columns } from '../filter/keep-rows.ts';
import { compileDecay, type Decay, explainDecay } from './decay.ts';

/** A rule that multiplies scores: of the items that pass a filter, or by the distance of a field's value from an origin. */
export type ScoreRule = { kind: 'factor'; filter: CompiledFilter; factor: number } | { kind: 'decay'; decay: Decay };

export interface CompiledRules {
  /** Score rules whose multipliers are the same for all users, and those that read the user's location. */
  common: readonly ScoreRule[];
  personal: readonly ScoreRule[];
  /** Equal for equal common rules. */
  commonKey: string;
  /** The fields that all of them read, each once. */
  fields: readonly string[];
  /** Sentences about the score rules that apply to the row, such as "Boosted × 2: genre contains Drama". */
  explain(row: number, columns: Columns, userLocation?: GeoPoint): string[];
}

/** What the schema of rules cannot know: unknown fields, and operands and origins of another type than their field. */
export function checkRules(
  { boost = [], bury = [] }: Rules,
  fieldTypes: ReadonlyMap<string, FieldType>,
  pointer: string,
): InputError[] {
  return [
    ...boost.flatMap((rule, index) => {
      const at = `${pointer}/boost/${index}`;
      if ('filter' in rule) return checkFilter(rule.filter, fieldTypes, `${at}/filter`);
      const compiled = compileDecay(rule, fieldTypes, at);
      return 'pointer' in compiled ? [compiled] : [];
    }),
    ...bury.flatMap(({ filter }, index) => checkFilter(filter, fieldTypes, `${pointer}/bury/${index}/filter`)),
  ];
}

/** Compiles the score rules of rules without errors (`checkRules`); throws for others. */
export function compileRules(
  { boost = [], bury = [] }: Rules,
  fieldTypes: ReadonlyMap<string, FieldType>,
): CompiledRules {
  const rules = [...boost, ...bury].map((rule): ScoreRule => {
    if ('filter' in rule)
      return { kind: 'factor', filter: compileFilter(rule.filter, fieldTypes), factor: rule.factor };
    const decay = compileDecay(rule, fieldTypes, '');
    if ('pointer' in decay) throw new Error(decay.detail);
    return { kind: 'decay', decay };
  });
  const common = rules.filter((rule) => !readsUserLocation(rule));
  return {
    common,
    personal: rules.filter(readsUserLocation),
    commonKey: JSON.stringify(common.map(keyOf)),
    fields: [...new Set(rules.flatMap(fieldsOf))],
    explain: (row, columns, userLocation) =>
      rules.flatMap((rule) => explainRule(rule, row, columns, userLocation) ?? []),
  };
}

export const fieldsOf = (rule: ScoreRule): readonly string[] =>
  rule.kind === 'factor' ? rule.filter.fields : [rule.decay.field];

function readsUserLocation(rule: ScoreRule): boolean {
  if (rule.kind === 'factor') return rule.filter.readsUserLocation;
  return rule.decay.type === 'geo' && rule.decay.origin === undefined;
}

const keyOf = (rule: ScoreRule) =>
  rule.kind === 'factor' ? [rule.filter.key, rule.factor] : [rule.decay.type, rule.decay.rule];

function explainRule(
  rule: ScoreRule,
  row: number,
  columns: Columns,
  userLocation: GeoPoint | undefined,
): string | undefined {
  if (rule.kind === 'decay') return explainDecay(rule.decay, columns, row, userLocation);
  const { filter, factor } = rule;
  if (!filter.test(row, columns, userLocation)) return undefined;
  return `${factor < 1 ? 'Lowered' : 'Boosted'} × ${factor}: ${filter.text}`;
}
