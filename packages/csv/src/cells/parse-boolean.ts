const yes = new Set(
  `true t yes y 1 on x ✓ ✔ ja j wahr oui o vrai si sí s verdadero sì vero waar sim verdadeiro tak prawda ano pravda sant sandt kyllä tosi
  igen igaz evet doğru var да истина так はい 真 有 是 예 네 참`.split(/\s+/),
);
const no = new Set(
  `false f no n 0 off ✗ ✘ nein falsch non faux falso nee onwaar não nao nie fałsz falsz ne nepravda nej falsk usant nei ei epätosi
  nem hamis hayır hayir yanlış yok нет ложь ні いいえ 偽 無 否 无 아니오 아니요 거짓`.split(/\s+/),
);

/**
 * A boolean in words or digits (English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Czech, the Nordic
 * languages, Hungarian, Turkish, Russian, Japanese, Chinese, Korean); undefined for anything else.
 */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}
