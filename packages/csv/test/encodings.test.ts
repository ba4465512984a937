import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createReadReport, detect, headBytes } from '../src/index.ts';
import { bytesOf, cellsOf, detectAll, readAll } from './csv-table.ts';

/** Product names; each catalogue has SKU and URL columns besides. */
const catalogues: Record<string, [encodings: string[], names: string[]]> = {
  Russian: [
    ['windows-1251', 'koi8-r', 'cp866'],
    ['Война и мир', 'Чайник электрический', 'Кофе молотый', 'Платье женское летнее'],
  ],
  Ukrainian: [['windows-1251'], ['Кава мелена', 'Чайник електричний', 'Сукня жіноча літня', 'Їжа для котів']],
  Greek: [
    ['windows-1253', 'iso-8859-7'],
    ['Άσπρη κούπα', 'Καφές αλεσμένος', 'Βραστήρας ηλεκτρικός', 'Φόρεμα γυναικείο'],
  ],
  Turkish: [['windows-1254'], ['Kadın elbisesi', 'Türk kahvesi', 'Elektrikli su ısıtıcı', 'Çocuk ayakkabısı']],
  Czech: [
    ['windows-1250', 'iso-8859-2'],
    ['Rychlovarná konvice', 'Dámské letní šaty', 'Mletá káva', 'Žlutý kůň'],
  ],
  Polish: [
    ['windows-1250', 'iso-8859-2'],
    ['Czajnik elektryczny żółty', 'Sukienka na lato, długość średnia', 'Mielona kawa świeża'],
  ],
  Hungarian: [['windows-1250'], ['Vízforraló', 'Női nyári ruha', 'Őrölt kávé', 'Tűzálló üveg']],
  Hebrew: [['windows-1255'], ['קפה טחון', 'קומקום חשמלי', 'שמלת נשים']],
  Arabic: [['windows-1256'], ['قهوة مطحونة', 'غلاية كهربائية', 'فستان نسائي']],
  Thai: [['windows-874'], ['กาแฟบด', 'กาต้มน้ำไฟฟ้า', 'ชุดเดรสผู้หญิง']],
  Japanese: [
    ['shift_jis', 'euc-jp'],
    ['コーヒー豆', '電気ケトル', '夏のワンピース', '東京タワーの本', '子供靴'],
  ],
  'simplified Chinese': [['gb18030'], ['咖啡豆', '电热水壶', '女士连衣裙', '儿童运动鞋']],
  'traditional Chinese': [['big5'], ['咖啡豆', '電熱水壺', '女士連衣裙', '兒童運動鞋']],
  Korean: [['euc-kr'], ['원두커피', '전기주전자', '여성 원피스', '아동 운동화']],
  French: [['windows-1252'], ['Café moulu', 'Bouilloire électrique', 'Robe d’été', 'Théière à thé']],
  German: [['windows-1252'], ['Größe Töpfe', 'Straße', 'Käse – alt']],
  Swedish: [['windows-1252'], ['Köttbullar', 'Kaffekokare för två', 'Smörgåsbord']],
  'English with one accent': [['windows-1252'], ['Men’s shoes', 'Café', 'plain', '10 €']],
};
const rowOf = (name: string, i: number): string =>
  `SKU-${1000 + i},"${name}",https://shop.example.com/product/item-${i}-new-collection,${i + 1}.99\n`;
const csvOf = (names: readonly string[], plainRows = 30): string =>
  `sku,name,url,price\n${Array.from({ length: plainRows }, (_, i) => rowOf('Plain', i)).join('')}${names.map(rowOf).join('')}`;

describe('encodings of catalogues with SKU and URL columns', () => {
  const cases = Object.entries(catalogues).flatMap(([language, [encodings, names]]) =>
    encodings.map((encoding) => [language, encoding, names] as const),
  );
  it.each(cases)('%s in %s', async (_, encoding, names) => {
    const bytes = bytesOf(csvOf(names), encoding);
    expect(detectAll(bytes).encoding).toBe(encoding);
    expect(cellsOf(await readAll(bytes)).map((cells) => cells[1])).toEqual([...Array(30).fill('Plain'), ...names]);
  });

  it.each(['utf-16le', 'utf-16be'])('%s without a mark, in every script', async (encoding) => {
    for (const [, names] of Object.values(catalogues)) {
      const bytes = bytesOf(csvOf(names, 0), encoding);
      expect(detectAll(bytes).encoding).toBe(encoding);
      expect(cellsOf(await readAll(bytes)).map((cells) => cells[1])).toEqual(names);
    }
  });

  it('does not take text with NULs for UTF-16', () => {
    expect(detectAll(bytesOf(`id,name\n${'1,a\0b\n2,plain text\n'.repeat(20)}`)).encoding).toBe('utf-8');
  });
});

describe('UTF-8 with damaged characters', () => {
  const damaged = (line: string): Uint8Array =>
    Buffer.concat([Buffer.from(csvOf(catalogues.Greek![1], 0)), iconv.encode(line, 'windows-1252')]);

  it('stays UTF-8, and reports the lines', async () => {
    const bytes = damaged('SKU-9,Café,x,1\nSKU-10,plain,x,1\nSKU-11,Thé,x,1\n');
    expect(detectAll(bytes).encoding).toBe('utf-8');
    for (const size of [1, 7, 1000]) {
      const report = createReadReport();
      const names = cellsOf(await readAll(bytes, { report, size })).map((cells) => cells[1]);
      expect(names).toEqual([...catalogues.Greek![1], 'Caf\ufffd', 'plain', 'Th\ufffd']);
      expect(report.warnings).toMatchObject([{ rows: 2, firstLine: 6, reason: expect.stringContaining('utf-8') }]);
    }
  });

  it('is refused with the likely encoding where most characters are others, however far below the first is', async () => {
    const plain = Buffer.from(`sku,name\n${'SKU-1,plain\n'.repeat(100_000)}`);
    for (const [language, encoding] of [
      ['Russian', 'windows-1251'],
      ['Japanese', 'shift_jis'],
      ['French', 'windows-1252'],
    ] as const) {
      const rest = iconv.encode(catalogues[language]![1].map(rowOf).join(''), encoding);
      const bytes = Buffer.concat([plain, rest]);
      expect(detect(bytes.subarray(0, headBytes), false).encoding).toBe('utf-8');
      const refusal = { code: 'not-utf-8', line: 100_002, reading: { encoding } };
      await expect(readAll(bytes)).rejects.toMatchObject(refusal);
    }
  });
});

describe('any table', () => {
  const words: Record<string, string> = {
    'windows-1251': 'оеаинтсрвлкмдпуяыьгз',
    'windows-1253': 'αοιετνσρκπλυμ',
    shift_jis: 'のにはをたがでてとし本日語',
    'utf-16le': 'оеаинтсрвлèßのにはを',
    'utf-16be': '的一是不了在人有我他',
    'utf-8': 'éèàоеаの的😀',
  };

  it('comes back from any encoding, delimiter, quote and line end, as another program wrote it', async () => {
    const file = fc.record({
      encoding: fc.constantFrom(...Object.keys(words)),
      delimiter: fc.constantFrom(',', ';', '\t', '|', '::', '~', '^'),
      quote: fc.constantFrom('"', "'"),
      end: fc.constantFrom('\n', '\r\n'),
      quoteAll: fc.boolean(),
      blanks: fc.nat(3),
      seeds: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 4, maxLength: 20 }),
      size: fc.integer({ min: 1, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ encoding, delimiter, quote, end, quoteAll, blanks, seeds, size }) => {
        const letters = [...(words[encoding] ?? '')];
        const word = (seed: number): string =>
          Array.from({ length: 4 + (seed % 5) }, (_, i) => letters[(seed + i * i * 3 + i) % letters.length]).join('');
        const rows = seeds.map(([a, b, c], i) => [
          `${1000 + i}`,
          `${word(a)} ${word(b)}`,
          c % 3 === 0 ? `${word(c)}${delimiter} ${word(a)}` : word(c),
          c % 4 === 0 ? `${word(b)}${end}${quote}${word(a)}${quote} ${word(c)}` : `${word(a)}`,
          `${b % 100}`,
        ]);
        const write = (cell: string): string =>
          quoteAll || cell.includes(delimiter) || cell.includes(quote) || /[\r\n]/.test(cell)
            ? quote + cell.split(quote).join(quote + quote) + quote
            : cell;
        // Single quotes differ from apostrophes only where every cell has them.
        fc.pre(quote === '"' || quoteAll);
        const lines = [['sku', 'name', 'title', 'description', 'price'], ...rows].map((cells) =>
          cells.map(write).join(delimiter),
        );
        const empty = Array.from({ length: blanks }, (_, i) => (i % 2 === 0 ? delimiter.repeat(4) : ''));
        const bytes = bytesOf([...lines, ...empty, ''].join(end), encoding);
        const report = createReadReport();
        expect(cellsOf(await readAll(bytes, { size, report }))).toEqual(rows);
        expect(report).toMatchObject({ skipped: blanks, warnings: [] });
      }),
      { numRuns: 150 },
    );
  });
});
