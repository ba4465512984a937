import type { GenreId, Taste } from './types/bookshop.ts';

const PLANTED: readonly { id: string; name: string; genres: readonly (readonly [GenreId, number])[] }[] = [
  {
    id: 'night-owls',
    name: 'Night owls',
    genres: [
      ['crime', 0.6],
      ['horror', 0.4],
    ],
  },
  {
    id: 'armchair-detectives',
    name: 'Armchair detectives',
    genres: [
      ['crime', 0.65],
      ['historical', 0.35],
    ],
  },
  {
    id: 'star-gazers',
    name: 'Star gazers',
    genres: [
      ['science-fiction', 0.65],
      ['science', 0.35],
    ],
  },
  {
    id: 'dark-futures',
    name: 'Dark futures',
    genres: [
      ['science-fiction', 0.5],
      ['horror', 0.5],
    ],
  },
  {
    id: 'dragon-riders',
    name: 'Dragon riders',
    genres: [
      ['fantasy', 0.75],
      ['science-fiction', 0.25],
    ],
  },
  {
    id: 'hopeless-romantics',
    name: 'Hopeless romantics',
    genres: [
      ['romance', 0.75],
      ['historical', 0.25],
    ],
  },
  {
    id: 'time-travellers',
    name: 'Time travellers',
    genres: [
      ['historical', 0.6],
      ['literary', 0.4],
    ],
  },
  {
    id: 'quiet-readers',
    name: 'Quiet readers',
    genres: [
      ['literary', 0.6],
      ['romance', 0.4],
    ],
  },
  {
    id: 'sunday-cooks',
    name: 'Sunday cooks',
    genres: [
      ['cookery', 0.7],
      ['gardening', 0.3],
    ],
  },
  {
    id: 'globetrotters',
    name: 'Globetrotters',
    genres: [
      ['travel', 0.7],
      ['cookery', 0.3],
    ],
  },
  {
    id: 'bedtime-readers',
    name: 'Bedtime readers',
    genres: [
      ['children', 0.75],
      ['fantasy', 0.25],
    ],
  },
  {
    id: 'green-thumbs',
    name: 'Green thumbs',
    genres: [
      ['gardening', 0.6],
      ['science', 0.4],
    ],
  },
];

const FAVOURITES = 5;

/**
 * The communities of taste. Two tastes with a common genre prefer different authors of it, so that a genre alone does not
 * determine a reader's taste: a collaborative model can find this structure, a list of bestsellers cannot.
 */
export function createTastes(authors: ReadonlyMap<GenreId, readonly string[]>): Taste[] {
  const taken = new Map<GenreId, number>();
  return PLANTED.map(({ id, name, genres }) => ({
    id,
    name,
    genres: genres.map(([genre, share]) => ({ genre, share })),
    authors: genres.flatMap(([genre]) => {
      const from = taken.get(genre) ?? 0;
      taken.set(genre, from + FAVOURITES);
      return (authors.get(genre) ?? []).slice(from, from + FAVOURITES);
    }),
  }));
}
