/**
 * Months by their names without accents: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Czech,
 * Swedish, Danish, Turkish, Russian.
 */
const names = [
  'jan januar january janvier janv enero ene januari janner gennaio gen janeiro stycznia styczen sty ledna leden led ocak oca января январь янв',
  'feb februar february fevrier fevr fev febrero februari febbraio fevereiro lutego luty lut unora unor subat sub февраля февраль фев февр',
  'mar march marz mrz maerz mars marzo maart mrt marco marca marzec brezna brezen martsi marts mart марта март мар',
  'apr april avril avr abril abr aprile kwietnia kwiecien kwi dubna duben nisan nis апреля апрель апр',
  'may mai mayo mei maggio mag maio maja maj kvetna kveten mayis мая май',
  'jun june juni juin junio giugno giu junho czerwca czerwiec cze cervna cerven haziran haz июня июнь июн',
  'jul july juli juillet juil julio luglio lug julho lipca lipiec lip cervence cervenec temmuz tem июля июль июл',
  'aug august aout aou agosto ago augustus augusti sierpnia sierpien sie srpna srpen agustos agu августа август авг',
  'sep sept september septembre septiembre setiembre set settembre setembro wrzesnia wrzesien wrz zari eylul eyl сентября сентябрь сен сент',
  'oct october okt oktober octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz rijna rijen ekim eki октября октябрь окт',
  'nov november novembre noviembre novembro listopada listopad lis listopadu kasim kas ноября ноябрь ноя нояб',
  'dec december dez dezember decembre diciembre dic dicembre dezembro grudnia grudzien gru prosince prosinec aralik ara декабря декабрь дек',
];
const bare = (word: string): string =>
  word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i').replaceAll('ł', 'l');

const months = new Map(names.flatMap((list, i) => list.split(' ').map((name) => [bare(name), i + 1] as const)));

/** 1 to 12, or 0 for a word that is not the name of a month. */
export const monthNumber = (word: string): number => months.get(bare(word)) ?? 0;
