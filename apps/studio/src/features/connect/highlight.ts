import { codeToTokens } from 'shiki';
import type { Snippet } from './snippets.ts';

export interface Token {
  text: string;
  light: string;
  dark: string;
}
export type HighlightedSnippet = Snippet & { lines: Token[][] };

const themes = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const;

/** Colours the code on the server, so that no highlighter is sent to the browser. */
export async function highlight(snippet: Snippet): Promise<HighlightedSnippet> {
  const { tokens } = await codeToTokens(snippet.code, {
    lang: snippet.language as 'html',
    themes,
    defaultColor: false,
  });
  const lines = tokens.map((line) =>
    line.map(({ content, htmlStyle }) => ({
      text: content,
      light: htmlStyle?.['--shiki-light'] ?? 'inherit',
      dark: htmlStyle?.['--shiki-dark'] ?? 'inherit',
    })),
  );
  return { ...snippet, lines };
}
