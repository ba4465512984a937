import type { Placement, PlacementSettings, Strategy } from '@curio/contracts';
import {
  blankOperands,
  type FilterDraft,
  groupOf,
  isBlank,
  normaliseFilter,
  withoutBlanks,
} from '../query/filter-draft.ts';

export interface FactorRuleDraft {
  filter: FilterDraft;
  factor: unknown;
}
export interface DecayRuleDraft {
  field: string;
  decay: { origin: unknown; scale: unknown };
}
export type BoostRuleDraft = FactorRuleDraft | DecayRuleDraft;

export interface RulesDraft {
  boost?: BoostRuleDraft[];
  bury?: FactorRuleDraft[];
  pin?: { itemId: string; position: unknown }[];
  include?: string[];
  exclude?: string[];
}

/** The settings of a placement while they are edited: as in the API, but values can still be blank. */
export interface SettingsDraft {
  strategy?: Strategy | undefined;
  modelVersion?: number | undefined;
  n?: unknown;
  diversity?: number | undefined;
  rotation?: number | undefined;
  excludeSeen?: boolean | undefined;
  excludeOwn?: boolean | undefined;
  explain?: boolean | undefined;
  fields?: string[] | undefined;
  filter?: FilterDraft | undefined;
  rules?: RulesDraft | undefined;
}

/** The stored settings in the form that the builders show. */
export function toDraft({ name: _name, createdAt: _at, updatedAt: _changed, ...settings }: Placement): SettingsDraft {
  const { filter, rules, ...rest } = settings;
  return compact({
    ...rest,
    filter: filter && normaliseFilter(filter),
    rules: rules && normaliseRules(rules as RulesDraft),
  });
}

export function normaliseRules({ boost, bury, ...lists }: RulesDraft): RulesDraft {
  const normal: RulesDraft = { ...lists };
  if (boost) normal.boost = boost.map((rule) => ('filter' in rule ? withNormalFilter(rule) : rule));
  if (bury) normal.bury = bury.map(withNormalFilter);
  return normal;
}

const withNormalFilter = (rule: FactorRuleDraft): FactorRuleDraft => ({
  ...rule,
  filter: normaliseFilter(rule.filter),
});

/** The settings to store: without what is blank as a whole. */
export function toSettings(draft: SettingsDraft): PlacementSettings {
  const { rules, ...rest } = draft;
  const used = rules && compact(rules as Record<string, unknown>);
  return compact({ ...rest, rules: used && Object.keys(used).length > 0 ? used : undefined }) as PlacementSettings;
}

function compact<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, each]) =>
        each !== undefined && each !== '' && !(Array.isArray(each) && each.length === 0 && name !== 'fields'),
    ),
  ) as T;
}

const isDecay = (rule: BoostRuleDraft): rule is DecayRuleDraft => !('filter' in rule);
const neutral: FactorRuleDraft = { filter: { or: [] }, factor: 1 };
const lastPosition = 10_000;

/** The settings for a preview: unfinished conditions and rules have no effect, and pointers stay as on the screen. */
export function toPreview(draft: SettingsDraft): PlacementSettings {
  const { filter, rules } = draft;
  const ready = (rule: BoostRuleDraft): BoostRuleDraft =>
    isDecay(rule)
      ? isBlank(rule.decay.scale) || isBlankOrigin(rule.decay.origin)
        ? neutral
        : rule
      : isBlank(rule.factor)
        ? neutral
        : { ...rule, filter: withoutBlanks(rule.filter) };
  return toSettings({
    ...draft,
    filter: filter && withoutBlanks(filter),
    rules: rules && {
      ...rules,
      ...(rules.boost && { boost: rules.boost.map(ready) }),
      ...(rules.bury && { bury: rules.bury.map((rule) => ready(rule) as FactorRuleDraft) }),
      ...(rules.pin && {
        pin: rules.pin.map((pin) => (isBlank(pin.position) ? { ...pin, position: lastPosition } : pin)),
      }),
    },
  });
}

function isBlankOrigin(origin: unknown): boolean {
  if (typeof origin !== 'object' || origin === null) return isBlank(origin);
  const { lat, lon } = origin as Record<string, unknown>;
  return isBlank(lat) || isBlank(lon);
}

/** What still lacks a value: pointer → message. */
export function blanksOf({ filter, rules = {} }: SettingsDraft): Map<string, string> {
  const blanks = new Map<string, string>();
  const note = (pointers: string[]) => {
    for (const pointer of pointers) blanks.set(pointer, 'Enter a value.');
  };
  if (filter) note(blankOperands(filter, '/filter'));
  const factors = (name: 'boost' | 'bury', list: readonly BoostRuleDraft[] = []) => {
    for (const [n, rule] of list.entries()) {
      const at = `/rules/${name}/${n}`;
      if (isDecay(rule)) {
        if (isBlankOrigin(rule.decay.origin)) note([`${at}/decay/origin`]);
        if (isBlank(rule.decay.scale)) note([`${at}/decay/scale`]);
      } else {
        note(blankOperands(rule.filter, `${at}/filter`));
        if (isBlank(rule.factor)) note([`${at}/factor`]);
      }
    }
  };
  factors('boost', rules.boost);
  factors('bury', rules.bury);
  for (const [n, { position }] of (rules.pin ?? []).entries()) {
    if (isBlank(position)) note([`/rules/pin/${n}/position`]);
  }
  return blanks;
}

/** Whether the settings are the same, whatever the order of their keys: the database has its own. */
export const isEqual = (a: PlacementSettings, b: PlacementSettings): boolean => sortedText(a) === sortedText(b);

function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the builder can show the value; the API decides whether it is a filter. */
export function isFilterDraft(value: unknown): value is FilterDraft {
  if (!isObject(value)) return false;
  const kinds = ['and', 'or', 'not', 'field'].filter((kind) => value[kind] !== undefined);
  if (kinds.length !== 1) return false;
  if (value.not !== undefined) return isFilterDraft(value.not);
  const parts = value.and ?? value.or;
  if (parts !== undefined) return Array.isArray(parts) && parts.every(isFilterDraft);
  return typeof value.field === 'string' && groupOf(value as FilterDraft) === null;
}

/** Whether the builder can show the value; the API decides whether it is a set of rules. */
export function isRulesDraft(value: unknown): value is RulesDraft {
  if (!isObject(value)) return false;
  const { boost = [], bury = [], pin = [], include = [], exclude = [], ...others } = value;
  const isFactor = (rule: unknown) => isObject(rule) && isFilterDraft(rule.filter);
  return (
    Object.keys(others).length === 0 &&
    [boost, bury, pin, include, exclude].every(Array.isArray) &&
    (boost as unknown[]).every(
      (rule) => isFactor(rule) || (isObject(rule) && typeof rule.field === 'string' && isObject(rule.decay)),
    ) &&
    (bury as unknown[]).every(isFactor) &&
    (pin as unknown[]).every((each) => isObject(each) && typeof each.itemId === 'string') &&
    [...(include as unknown[]), ...(exclude as unknown[])].every((id) => typeof id === 'string')
  );
}
