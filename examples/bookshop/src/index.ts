export { type BookshopFiles, toCsv } from './csv.ts';
export { type BookshopOptions, generateBookshop } from './generate.ts';
export type { Book, Bookshop, GenreId, Interaction, Planted, Reader, Taste } from './types/bookshop.ts';
