import type { Migration } from 'kysely/migration';
import * as auth from './2026_11_21_1200_create_auth.ts';
import * as projects from './2026_11_21_1210_create_projects.ts';
import * as catalogue from './2026_11_21_1220_create_catalogue.ts';
import * as imports from './2026_11_21_1230_create_imports.ts';
import * as models from './2026_11_21_1240_create_models.ts';
import * as webhooks from './2026_11_21_1250_create_webhooks.ts';
import * as serving from './2026_11_21_1300_create_serving_functions.ts';

/** In order, by name. A list and not a folder scan, so that bundles carry them. Never edit one that is merged. */
export const migrations: Record<string, Migration> = {
  '2026_11_21_1200_create_auth': auth,
  '2026_11_21_1210_create_projects': projects,
  '2026_11_21_1220_create_catalogue': catalogue,
  '2026_11_21_1230_create_imports': imports,
  '2026_11_21_1240_create_models': models,
  '2026_11_21_1250_create_webhooks': webhooks,
  '2026_11_21_1300_create_serving_functions': serving,
};
