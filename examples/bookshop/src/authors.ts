import { GENRES } from './genres/index.ts';
import type { Random } from './random.ts';
import type { GenreId } from './types/bookshop.ts';

const FIRST =
  `Agnes Ravi Ingrid Tobias Marguerite Kofi Saoirse Hamish Yolanda Emre Beatrix Lucien Adaeze Oskar Petra Dilip Fionn Rosalind
Mateo Annika Zeynep Gideon Harriet Idris Lotte Callum Noor Stefan Violeta Amara Jasper Miriam Tarek Eleanor Bruno Sunniva`.split(
    /\s+/,
  );
const LAST =
  `Ashworth Banerjee Castellane Drummond Eriksen Farrow Grimaldi Haverford Iversen Jankowski Kessler Lockhart Moreau Nwosu
Oyelaran Pemberton Quintero Rasmussen Silveira Thackeray Ullman Valcourt Whitlock Ximenes Yardley Zielinski Abernathy Brightwater
Calloway Dunmore Everhart Fairweather`.split(/\s+/);

const PER_GENRE = 14;

/** Fourteen authors for each genre, with distinct names, each of one genre only. */
export function createAuthors(random: Random): Map<GenreId, string[]> {
  const names = random.shuffled(FIRST.flatMap((first) => LAST.map((last) => `${first} ${last}`)));
  return new Map(GENRES.map(({ id }, index) => [id, names.slice(index * PER_GENRE, (index + 1) * PER_GENRE)]));
}
