/** Letters that NFKD does not take apart. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  đ: 'd',
  ı: 'i',
};

/** A column name's words: lower case, without accents, `camelCase`, `snake_case` and `Spaced Words` alike. */
export function nameWords(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/[ßłŁøØæÆœđı]/g, (letter) => plain[letter] ?? letter)
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}#№]+/u)
    .filter((word) => word !== '');
}
