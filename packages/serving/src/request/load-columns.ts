import { isDatabaseUnavailable } from '@curio/db';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Serving } from '../serving.ts';
import type { CheckedSettings } from './check-settings.ts';
import type { Settings } from './settings.ts';

/**
 * Loads the columns that the request needs. Returns false where Postgres is away and some of them are not in memory: then
 * `withoutColumns` can be answered. Rejects where the filter needs one of them: a list that is not filtered could show what
 * it must not.
 */
export async function loadColumns(
  { changes }: Pick<Serving, 'changes'>,
  catalogue: Catalogue,
  { columns, filter }: CheckedSettings,
): Promise<boolean> {
  const isMissing = (name: string) => catalogue.column(name) === undefined;
  const missing = [...columns].filter(isMissing);
  if (missing.length === 0) return true;
  // Waiting for a database that does not answer is in vain, unless there is no other way.
  if (!changes.isAvailable() && !filter?.fields.some(isMissing)) return false;
  try {
    await catalogue.ensureColumns(missing);
    return true;
  } catch (error) {
    if (!isDatabaseUnavailable(error) || filter?.fields.some(isMissing)) throw error;
    return false;
  }
}

/**
 * The settings without what needs a column that is not loaded: masks and indexes that were made without it would be kept.
 * Fields to return have no values.
 */
export function withoutColumns(
  catalogue: Catalogue,
  settings: Settings,
  checked: CheckedSettings,
): { settings: Settings; checked: CheckedSettings } {
  const isMissing = (name: string) => catalogue.column(name) === undefined;
  return {
    settings: { ...settings, excludeOwn: settings.excludeOwn && !isMissing('ownerId') },
    checked: { ...checked, rules: checked.rules?.fields.some(isMissing) ? undefined : checked.rules },
  };
}
