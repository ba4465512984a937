import { MOTIFS } from './motifs.ts';
import type { Random } from './random.ts';
import type { Genre } from './types/bookshop.ts';

const LINE = 15;

/** Draws a cover and returns it as a `data:` URL, about 1 kB. */
export function drawCover(genre: Genre, title: string, author: string, random: Random): string {
  const [paper, ink, accent] = random.pick(genre.palettes);
  const lines = wrap(title).slice(0, 4);
  const size = lines.length > 2 ? 11 : 13;
  const top = 152 - lines.length * (size / 2 + 1.5) + (lines.length > 2 ? 2 : 0);
  const text = lines
    .map((words, row) => `<text x='60' y='${top + row * (size + 2)}'>${escapeXml(words)}</text>`)
    .join('');
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 180'><rect width='120' height='180' fill='${paper}'/>` +
    MOTIFS[genre.id](random, ink, accent, paper) +
    `<rect y='118' width='120' height='62' fill='${paper}'/><path d='M46 118.5h28' stroke='${accent}' stroke-width='2'/>` +
    `<g fill='${ink}' text-anchor='middle' font-family='Georgia,serif' font-size='${size}' font-weight='700'>${text}</g>` +
    `<text x='60' y='173' fill='${ink}' opacity='.8' text-anchor='middle' font-family='Georgia,serif' font-size='7'>${escapeXml(author)}</text>` +
    `<path d='M0 0h4v180h-4z' opacity='.18'/></svg>`;
  return `data:image/svg+xml,${svg.replace(/[%#<>]/g, encodeURIComponent)}`;
}

function wrap(title: string): string[] {
  const lines: string[] = [];
  for (const word of title.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
