import type { ItemExplanation } from '@curio/contracts';

export interface ExplanationSentence {
  listed: boolean;
  text: string;
  /** What would put the item into the list. */
  fix: string | null;
}

const fixes: Record<NonNullable<ItemExplanation['removedBy']>['kind'], string | null> = {
  seen: 'Turn off “Exclude seen items” to allow it.',
  filter: 'Change the filter to allow it.',
  rule: 'Change the rules of the placement or query to allow it.',
  hidden: 'Set “hidden” of the item to false to allow it.',
  own: 'Set excludeOwn to false to allow it.',
  unknown: 'Upload the item, or check its id.',
};

/** The answer to “why not this item?” in a sentence. */
export function explanationSentence(
  { rank, score, removedBy, eligible }: Pick<ItemExplanation, 'rank' | 'score' | 'removedBy' | 'eligible'>,
  title: string,
): ExplanationSentence {
  const name = `“${title}”`;
  if (removedBy) {
    const { kind, detail } = removedBy;
    // Some details are sentences, others begin with the name of a field.
    const text = /^\p{Lu}/u.test(detail) ? `${name} is left out. ${detail}` : `${name} is left out: ${detail}`;
    return { listed: false, text, fix: fixes[kind] };
  }
  if (rank !== null) {
    const scored = score === null ? '' : ` with a score of ${score.toPrecision(3)}`;
    return { listed: true, text: `${name} is at rank ${rank.toLocaleString('en')} of the list${scored}.`, fix: null };
  }
  return {
    listed: false,
    text: eligible
      ? `${name} can be recommended, but this strategy does not rank it.`
      : `${name} cannot be recommended by this query.`,
    fix: null,
  };
}
