import { Buffer } from 'node:buffer';
import iconv from 'iconv-lite';
import { runSteps } from '../table/in-turns.ts';
import { commonSigns, type LetterModel, letterModels, quotations, rareEncodings } from './letter-models.ts';

const evidenceBytes = 12 << 10;
/** Logarithms of the probabilities that a character is none of the model's letters. */
const logSign = Math.log(0.002);
const logQuotation = Math.log(0.02);
const logOtherLetter = Math.log(0.0003);
const logRare = Math.log(0.000002);
const logSymbol = Math.log(0.00001);
const logInvalid = Math.log(0.0000001);
const logNeighbour = Math.log(0.03);
/** What a less usual encoding of the same letters is behind the usual one, and any other behind windows-1252. */
const logRarer = -1.5;
const logNotWestern = -1;
const logRareEncoding = -6;

/**
 * The 8-bit or East Asian encoding under which the bytes above 127 most likely are letters of one of the languages of
 * `letterModels`: the naive Bayes classifier on characters. Lines without such bytes are not evidence.
 * @returns `windows-1252` where there is none
 */
export const guessEncoding = (bytes: Uint8Array): string => runSteps(guessSteps(bytes));

/** `guessEncoding` in steps, one for each encoding. */
export function* guessSteps(bytes: Uint8Array): Generator<void, string> {
  const evidence = linesAbove127(bytes);
  let best = 'windows-1252';
  if (evidence.length === 0) return best;
  let bestScore = Number.NEGATIVE_INFINITY;
  const words = new Map<string, string[]>();
  for (const model of letterModels)
    for (const [rank, encoding] of model.encodings.entries()) {
      const decoded = words.get(encoding) ?? wordsAbove127(iconv.decode(evidence, encoding));
      words.set(encoding, decoded);
      yield;
      const prior =
        (encoding === 'windows-1252' ? 0 : logNotWestern) +
        (rareEncodings.has(encoding) ? logRareEncoding : rank * logRarer);
      const score = prior + likelihood(model, encoding, decoded, bestScore - prior);
      if (score <= bestScore) continue;
      best = encoding;
      bestScore = score;
    }
  return best;
}

/** The first lines that contain bytes above 127, joined. */
function linesAbove127(bytes: Uint8Array): Buffer {
  const lines: Uint8Array[] = [];
  let size = 0;
  for (let at = 0; at < bytes.length && size < evidenceBytes; ) {
    while (at < bytes.length && (bytes[at] ?? 0) < 0x80) at++;
    if (at >= bytes.length) break;
    const end = bytes.indexOf(10, at);
    // A line without an end, cut at a limit, is evidence nearly as good.
    const start = Math.max(bytes.lastIndexOf(10, at) + 1, at - 2000);
    const line = bytes.subarray(start, Math.min(end < 0 ? bytes.length : end + 1, start + evidenceBytes));
    lines.push(line);
    size += line.length;
    at = start + line.length;
  }
  return Buffer.concat(lines);
}

/** Words with a character above 127, with the ASCII letters next to it. */
const wordsAbove127 = (text: string): string[] => text.match(/[A-Za-z]*[^\0-\x7f][A-Za-z\x80-\uffff]*/g) ?? [];

/** Logarithm of the probability of the words under the model; the sum is cut off below `enough`. */
function likelihood(model: LetterModel, encoding: string, words: readonly string[], enough: number): number {
  const letters = lettersOf(model, encoding);
  let sum = 0;
  for (const word of words) {
    sum += model.script === 'east-asian' ? characters(word, letters) : spelled(word, letters, model.script === 'latin');
    if (sum < enough) return sum;
  }
  return sum;
}

function characters(word: string, letters: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const char of word) if (char > '\x7f') sum += letters.get(char) ?? rare(char);
  return sum;
}

/** Letters of an alphabet, with the usual patterns of capitals, among ASCII letters only where the language is a Latin one. */
function spelled(word: string, letters: ReadonlyMap<string, number>, latin: boolean): number {
  let sum = 0;
  let before: 'ascii' | 'letter' | 'none' = 'none';
  let capitals = 0;
  let small = 0;
  let turns = 0;
  for (const char of word) {
    const lower = char.toLowerCase();
    const isLetter = lower !== char || char.toUpperCase() !== char;
    if (lower !== char) {
      if (small > 0) turns++;
      capitals++;
    } else if (isLetter) small++;
    if (char <= '\x7f') {
      if (!latin && before === 'letter') sum += logNeighbour;
      before = 'ascii';
      continue;
    }
    const known = letters.get(char) ?? letters.get(lower);
    sum += known ?? outside(char);
    const letter = known !== undefined || /\p{L}/u.test(char);
    if (letter && before === (latin ? 'letter' : 'ascii')) sum += logNeighbour / (latin ? 2 : 1);
    before = letter ? 'letter' : 'none';
  }
  if (turns > 0) return sum - 4 - 2 * turns;
  if (capitals === 1) return sum - 1;
  return capitals > 1 ? sum - (small > 0 ? 4 : 1) : sum;
}

/** Beyond the standard characters of an East Asian encoding. */
const rare = (char: string): number =>
  quotations.has(char) || commonSigns.has(char) ? outside(char) : Math.min(outside(char), logRare);

function outside(char: string): number {
  if (quotations.has(char)) return logQuotation;
  if (commonSigns.has(char)) return logSign;
  if (char === '\ufffd' || (char >= '\x80' && char < '\xa0') || (char >= '\ue000' && char <= '\uf8ff'))
    return logInvalid;
  return /\p{L}/u.test(char) ? logOtherLetter : logSymbol;
}

const tables = new Map<string, ReadonlyMap<string, number>>();

/** Logarithms of the probabilities of letters: geometric by rank; for East Asian ones, common and standard characters. */
function lettersOf(model: LetterModel, encoding: string): ReadonlyMap<string, number> {
  const key = `${model.letters} ${encoding}`;
  const known = tables.get(key);
  if (known) return known;
  const table = new Map<string, number>();
  const letters = [...new Set(model.letters)];
  if (model.script === 'east-asian') {
    const standard = standardCharacters(encoding);
    for (const char of standard) table.set(char, Math.log(0.4 / standard.length));
    for (const char of letters) table.set(char, Math.log(0.6 / letters.length));
  } else {
    const ratio = letters.length > 20 ? 0.9 : 0.8;
    const first = (1 - ratio) / (1 - ratio ** letters.length);
    letters.forEach((letter, rank) => {
      table.set(letter, Math.log(first) + rank * Math.log(ratio));
    });
  }
  tables.set(key, table);
  return table;
}

/** Lead bytes of the characters in daily use (level 1 of each standard), and their trail bytes. */
const levels: Readonly<Record<string, [firstLead: number, lastLead: number, firstTrail: number]>> = {
  gb18030: [0xb0, 0xd7, 0xa1],
  big5: [0xa4, 0xc6, 0x40],
  shift_jis: [0x88, 0x98, 0x40],
  'euc-jp': [0xb0, 0xcf, 0xa1],
  'euc-kr': [0xb0, 0xc8, 0xa1],
};

function standardCharacters(encoding: string): string[] {
  const [firstLead, lastLead, firstTrail] = levels[encoding] ?? [1, 0, 0];
  const pairs: number[] = [];
  for (let lead = firstLead; lead <= lastLead; lead++)
    for (let trail = firstTrail; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push(lead, trail);
  return [...new Set(iconv.decode(Buffer.from(pairs), encoding))].filter((char) => char > '\xff' && char !== '\ufffd');
}
