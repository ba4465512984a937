/**
 * The letters of a language beyond ASCII, most frequent first, and the encodings in which its files are written, most usual
 * first. Orders of letters: Practical Cryptography's and Wikipedia's tables of letter frequencies.
 */
export interface LetterModel {
  /** `latin`: letters appear among ASCII ones. `other`: words have no ASCII letters. `east-asian`: thousands of characters. */
  script: 'latin' | 'other' | 'east-asian';
  encodings: readonly string[];
  letters: string;
}

const western = ['windows-1252', 'macintosh', 'cp850'];
const central = ['windows-1250', 'iso-8859-2', 'cp852'];
/** Encodings of which hardly any file is left, by Macs before 2001 and DOS. */
export const rareEncodings: ReadonlySet<string> = new Set(['macintosh', 'cp850', 'cp852', 'iso-8859-5', 'iso-8859-6']);
const cyrillic = ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5'];

export const letterModels: readonly LetterModel[] = [
  { script: 'latin', encodings: western, letters: 'éèàêçâîôûùëïœ' },
  { script: 'latin', encodings: western, letters: 'üäöß' },
  { script: 'latin', encodings: western, letters: 'óíáéñúü¿¡ºª' },
  { script: 'latin', encodings: western, letters: 'ãçáéõíóâêúàôº' },
  { script: 'latin', encodings: western, letters: 'èàùòéì' },
  { script: 'latin', encodings: western, letters: 'äåöøæéü' },
  { script: 'latin', encodings: western, letters: 'íáéðóæþöúý' },
  { script: 'latin', encodings: western, letters: 'éüäöáóíñèàçßêåøúæâôãëïîûùõìòœ' },
  { script: 'latin', encodings: ['windows-1254'], letters: 'ıüşçğöİâî' },
  { script: 'latin', encodings: central, letters: 'áíéěřýčžšůúťďňó' },
  { script: 'latin', encodings: central, letters: 'ąłęóśżćńź' },
  { script: 'latin', encodings: central, letters: 'áéőóöüíűú' },
  { script: 'latin', encodings: central, letters: 'áíčéžýšúľťôňďäóŕĺ' },
  { script: 'latin', encodings: central, letters: 'čšžćđ' },
  { script: 'latin', encodings: central, letters: 'ăîâşţ' },
  { script: 'latin', encodings: ['windows-1257'], letters: 'ėšųžįąūčęāīēņģķļõäöü' },
  { script: 'other', encodings: cyrillic, letters: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё' },
  { script: 'other', encodings: ['windows-1251', 'koi8-u'], letters: 'оанитіврелскдупмязьгйбчжхцюїшфщєґ' },
  { script: 'other', encodings: ['windows-1251'], letters: 'аиоентрсвлдпкмбзуъгчяйщшцхжфюь' },
  { script: 'other', encodings: ['windows-1253', 'iso-8859-7'], letters: 'αοιετνσρκπλυμςίηόάωγδέήχθφβζξύώψϊϋΐΰ' },
  { script: 'other', encodings: ['windows-1255'], letters: 'יוהלאמרתבשנדחקעפטכסגצזםןךףץ' },
  { script: 'other', encodings: ['windows-1256', 'iso-8859-6'], letters: 'اليمونرتبةعدسفهكقأحجصشىطخضإذزثئغءظآؤ،پچگ' },
  { script: 'other', encodings: ['windows-874'], letters: 'านรอกเงมยลวดทส่ตะปบคหแจ้พชขใไีิัุูโผถื็ำธศษฟ์ซณฉญฐภๆ' },
  {
    script: 'east-asian',
    encodings: ['gb18030'],
    letters:
      '的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从品机手电水色白黑红蓝男女新装包裤鞋衣服儿童美食书店商高全本版套号产名称价格编类型图片数量库存咖啡茶运动',
  },
  {
    script: 'east-asian',
    encodings: ['big5'],
    letters:
      '的一是不了在人有我他這為之大來以個中上們到說國和地也子時道出而要於就下得可你年生自會那後能對著事其裡所去行過家十用發天如然作方成者多日都三小軍二無同麼經法當起與好看學進種將還分此心前面又定見只主沒公從品機手電水色白黑紅藍男女新裝包褲鞋衣服兒童美食書店商高全本版套號產名稱價格編類型圖片數量庫存咖啡茶運動',
  },
  {
    script: 'east-asian',
    encodings: ['shift_jis', 'euc-jp'],
    letters:
      'のにはをたがでてとしれさいるなもあこうらりかすよまくきっつだけどんンスーイルラリアトクドジシタレカフロマッコグテデサキムオバプブナニメネセミハペボポビピゲゴガザダズュョャァィェォウエケソチツヌノヒヘホモヤユヨワヲ日一人年大本中出国長上生時分東三行用高新名品商円税込価格色黒白赤青男女服靴書',
  },
  {
    script: 'east-asian',
    encodings: ['euc-kr'],
    letters:
      '이다의는에을가한고하지로사기도서어은자인해리를시대과나아그라만스보수일정전제여장부구동주신상유안비조원공국학용성우자소한년명개세화물회적모마연게들니면경발미치무품색상가격류번호검흰빨남여성아동책음반영',
  },
];

/** Quotation marks and dashes, which texts of all languages contain. */
export const quotations = new Set('«»„“”‘’–—…');

/** Signs that texts of all languages contain rarely: currencies, units, punctuation. */
export const commonSigns = new Set('‚€£°®™©·•²³½¼×№¿¡§\u00a0、。「」・，：；（）！？％／～【】');
