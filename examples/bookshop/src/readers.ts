import { addDays } from './dates.ts';
import type { Random } from './random.ts';
import type { Reader, Taste } from './types/bookshop.ts';

const NAMES =
  `Ada Ben Chiara Dev Elif Femi Greta Hugo Isla Jonas Kaia Liam Mina Nils Olga Pablo Quinn Rosa Samir Tess Uma Viktor Wanda
Xavi Yara Zoe`.split(/\s+/);
const COUNTRIES = ['GB', 'GB', 'GB', 'IE', 'DE', 'FR', 'NL', 'ES', 'US', 'US', 'SE', 'PL'];
const AGES = ['18-24', '25-34', '25-34', '35-44', '35-44', '45-54', '55-64', '65+'];

export interface ReaderWithTaste {
  reader: Reader;
  taste: Taste;
  /** Events in the year; 0 for a reader who has only signed up. */
  activity: number;
}

/** Readers with their planted taste. Activity is log-normal; one in fifty readers has no interactions. */
export function createReaders(
  count: number,
  endDate: string,
  tastes: readonly Taste[],
  random: Random,
): ReaderWithTaste[] {
  return Array.from({ length: count }, (_, index) => ({
    reader: {
      readerId: String(index + 1).padStart(5, '0'),
      name: `${random.pick(NAMES)} ${String.fromCharCode(65 + random.between(0, 25))}.`,
      country: random.pick(COUNTRIES),
      ageGroup: random.pick(AGES),
      joinedOn: addDays(endDate, -(random.chance(0.4) ? random.between(10, 360) : random.between(366, 1500))),
    },
    taste: tastes[random.between(0, tastes.length - 1)]!,
    activity: index % 50 === 49 ? 0 : Math.exp(0.75 * random.normal()),
  }));
}
