import type { Genre } from '../types/bookshop.ts';
import { children } from './children.ts';
import { cookery } from './cookery.ts';
import { crime } from './crime.ts';
import { fantasy } from './fantasy.ts';
import { gardening } from './gardening.ts';
import { historical } from './historical.ts';
import { horror } from './horror.ts';
import { literary } from './literary.ts';
import { romance } from './romance.ts';
import { science } from './science.ts';
import { scienceFiction } from './science-fiction.ts';
import { travel } from './travel.ts';

export const GENRES: readonly Genre[] = [
  crime,
  scienceFiction,
  fantasy,
  romance,
  historical,
  horror,
  literary,
  cookery,
  travel,
  science,
  children,
  gardening,
];
