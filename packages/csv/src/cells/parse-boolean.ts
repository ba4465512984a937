const yes = new Set('true t yes y 1 on x ja j wahr oui o vrai si sí s verdadero waar'.split(' '));
const no = new Set('false f no n 0 off nein falsch non faux falso nee onwaar'.split(' '));

/** A boolean in words or digits (English, German, French, Spanish, Dutch); undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}
