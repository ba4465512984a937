/**
 * `node scripts/test/check-prose.ts [FOLDER…]`: finds words that a newly arrived engineer would have to guess (see "Names and English" in
 * CONTRIBUTING.md) in comments, identifiers, documents, test titles and sentences of the studio.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../process/run-program.ts';

/** Word or phrase → what to write instead. `|` separates forms of the same word. */
const BANNED: Record<string, string> = {
  'workshop|workshops': 'TrainingContext',
  'recipe|recipes': 'ModelSpec',
  'voice|voices': 'MemberWeight',
  'ballot|ballots': 'ValidationUser',
  loudness: 'itemWeights',
  'worth|worthwhile': 'objective, or the quantity that is compared',
  'halve|halves|halved': 'successiveHalving',
  'hear|hears|heard': 'receive, read, addScores',
  'liken|likens|likeness': 'similarity',
  'newcomer|newcomers': 'coldItems',
  'believe|believes|believed|believe for': 'cached for, trusted',
  loudly: 'with an error',
  'speak|speaks': 'say which value is written',
  'tell|tells|told': 'notify, return, show',
  whoever: 'the caller, the client, …',
  anew: 'again',
  'mend|mends|mended': 'fix',
  'bury|buries|buried': 'move to the dead letters',
  'of its own|of their own|of his own': 'its own …, a separate …',
  'at once': 'immediately, or in one call',
  'silent|silently': 'without an error',
  facts: 'statistics, terms, fields',
  'settle|settles': 'resolve',
  held: 'held-out, retained',
  people: 'users, accounts, readers',
};

/** Text where a word is not ours to choose: an interface's own name, or an established term. */
const ALLOWED = [
  /\bheld[- ]out\b/g,
  /successive halving/g,
  /\ball settled\b/g,
  // Names of settings.
  /curio (imports|trainings) at once/g,
  // Options of npm, rolldown, vitest and pino.
  /--silent\b/g,
  /(log )?level: '?silent'?/g,
  /\bsilent: (true|false)/g,
  /`silent`|'silent'/g,
  // A rule of the API.
  /\bbury\b/g,
];

/** Files whose words are data. */
const DATA = [
  'examples/bookshop/src/genres/',
  'examples/bookshop/src/motifs.ts',
  'examples/bookshop/src/authors.ts',
  'examples/bookshop/src/tastes.ts',
  'packages/engine/src/kernels/host/build/',
  'scripts/test/check-prose.ts',
  'tests/checks.test.ts',
  'LICENSE',
];

interface Finding {
  path: string;
  line: number;
  word: string;
  instead: string;
}

const instead = new Map(
  Object.entries(BANNED).flatMap(([forms, better]) => forms.split('|').map((form) => [form, better] as const)),
);
const pattern = new RegExp(`\\b(${[...instead.keys()].sort((a, b) => b.length - a.length).join('|')})\\b`, 'g');

/** `fitRecipe` and `fit_recipe` become "fit recipe"; the marks that continue a comment go, so that phrases cross lines. */
const words = (line: string) =>
  line
    .replace(/^\s*(\*|\/\/|--|#)\s?/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .trim();

export function checkText(path: string, text: string): Finding[] {
  let joined = '';
  const starts: number[] = [];
  for (const line of text.split('\n')) {
    starts.push(joined.length);
    joined += `${words(line)} `;
  }
  for (const allowed of ALLOWED) joined = joined.replace(allowed, (match) => '.'.repeat(match.length));
  return [...joined.matchAll(pattern)].map(({ 0: word, index }) => {
    const after = starts.findIndex((start) => start > index);
    return { path, line: after === -1 ? starts.length : after, word, instead: instead.get(word) ?? '' };
  });
}

/** All findings in the repository's own text files under `folders`. */
export function checkProse(folders: string[]): Finding[] {
  const { stdout } = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', ...folders],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 16_000_000 },
  );
  return stdout
    .split('\n')
    .filter((path) => /\.(ts|tsx|mjs|md|css|json|yml|sql)$/.test(path) && !path.startsWith('pnpm-lock'))
    .filter((path) => !DATA.some((start) => path.startsWith(start)))
    .flatMap((path) => {
      try {
        return checkText(path, readFileSync(join(ROOT, path), 'utf8'));
      } catch {
        // Deleted, and not yet committed.
        return [];
      }
    });
}

/** Findings per folder of the first levels: `apps/studio`, `packages/engine/src`. */
export function countByFolder(findings: Finding[]): [folder: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { path } of findings) {
    const folder = dirname(path).split('/').slice(0, 4).join('/');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

if (import.meta.main) {
  const findings = checkProse(process.argv.slice(2));
  for (const { path, line, word, instead } of findings) console.log(`${path}:${line}: "${word}" (${instead})`);
  if (findings.length > 0) console.log('');
  for (const [folder, count] of countByFolder(findings)) console.log(`${String(count).padStart(5)}  ${folder}`);
  console.log(`${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
