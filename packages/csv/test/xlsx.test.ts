import { strToU8, zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import { expect, it } from 'vitest';
import { readFile } from './sources.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook from the XML of its sheets' rows, as Excel lays it out: texts after the sheets. */
function workbook(
  sheets: Record<string, string>,
  {
    texts = [] as string[],
    formats = ['General'],
    properties = '',
    prolog = '',
    states = {} as Record<string, string>,
  } = {},
): Uint8Array {
  const names = Object.keys(sheets);
  const list = names.map(
    (name, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" ${states[name] ? `state="${states[name]}"` : ''} r:id="rId${i + 1}"/>`,
  );
  const link = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const xml = (text: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${prolog}${text}`);
  const relations = names.map((_, i) => link(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`));
  return zipSync({
    '[Content_Types].xml': xml('<Types/>'),
    '_rels/.rels': xml(`<Relationships>${link('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="${office}">${properties}<sheets>${list.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships>${relations.join('')}${link('s', 'styles', 'styles.xml')}${link('t', 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    ),
    ...Object.fromEntries(
      Object.values(sheets).map((rows, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        xml(`<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`),
      ]),
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${main}"><numFmts>${formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join('')}</cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': xml(`<sst xmlns="${main}">${texts.join('')}</sst>`),
  });
}

const row = (line: number, ...cells: string[]) => `<row r="${line}">${cells.join('')}</row>`;
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (at: string, value: number | string, style = 0) => `<c r="${at}" s="${style}"><v>${value}</v></c>`;
const shared = (at: string, index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`;

it('reads what another program writes: texts, numbers, dates, booleans', async () => {
  const file = await writeXlsx({
    sheets: [
      {
        name: 'Orders',
        rows: [
          ['user', 'item', 'price', 'when', 'gift'],
          ['u1', '00123', 12.5, new Date('2026-04-03T18:00:09Z'), true],
          ['ü ✓ <&>', 'B-2', 0.1 + 0.2, new Date('2026-04-04T00:00:00Z'), false],
        ],
      },
    ],
  });
  const { names, rows, detected } = await readFile(file);
  expect(detected).toMatchObject({ format: 'xlsx', sheet: 'Orders', sheets: ['Orders'], headerRow: 1 });
  expect(names).toEqual(['user', 'item', 'price', 'when', 'gift']);
  expect(rows[0]?.slice(0, 3)).toEqual(['u1', '00123', '12.5']);
  expect(rows[0]?.[3]).toMatch(/^2026-04-03/);
  expect(rows.map((cells) => cells[4])).toEqual(['true', 'false']);
  expect(rows[1]?.slice(0, 3)).toEqual(['ü ✓ <&>', 'B-2', '0.3']);
});

it('shows ids with leading zeros, dates as dates and numbers without noise', async () => {
  const formats = [
    'General',
    '00000',
    'yyyy\\-mm\\-dd',
    'dd/mm/yyyy hh:mm:ss',
    '[h]:mm',
    '#,##0.00 &quot;days&quot;',
    'h:mm AM/PM',
    'General;[Red]-0',
  ];
  const rows = [
    row(1, text('A1', 'id'), text('B1', 'date'), text('C1', 'time'), text('D1', 'price'), text('E1', 'big')),
    row(
      2,
      number('A2', 123, 1),
      number('B2', 46115, 2),
      number('C2', 46115.750104166669, 3),
      number('D2', '0.30000000000000004'),
      number('E2', '1.23456789012345E+17'),
    ),
    row(
      3,
      number('A3', 4, 1),
      number('B3', 59, 2),
      number('C3', 0.75, 6),
      number('D3', 12.5, 5),
      number('E3', '9007199254740993'),
    ),
    row(
      4,
      number('A4', 99999, 1),
      number('B4', 61, 2),
      number('C4', 1.5, 4),
      number('D4', -3, 7),
      number('E4', '1E-7'),
    ),
  ];
  const { rows: read } = await readFile(workbook({ S: rows.join('') }, { formats }));
  expect(read).toEqual([
    ['00123', '2026-04-03', '2026-04-03T18:00:09', '0.3', '123456789012345000'],
    ['00004', '1900-02-28', '18:00:00', '12.5', '9007199254740993'],
    ['99999', '1900-03-01', '1.5', '-3', '1e-7'],
  ]);
});

it('counts dates from 1904 where the workbook does', async () => {
  const rows = row(1, text('A1', 'id'), text('B1', 'day')) + row(2, text('A2', 'a'), number('B2', 44653, 1));
  const options = { formats: ['General', 'yyyy-mm-dd'], properties: '<workbookPr date1904="1"/>' };
  expect((await readFile(workbook({ S: rows }, options))).rows).toEqual([['a', '2026-04-03']]);
});

it('reads shared, rich and escaped texts, and leaves out errors and phonetic texts', async () => {
  const texts = [
    '<si><t>id</t></si>',
    '<si><t>name</t></si>',
    '<si><r><t>Red </t></r><r><t xml:space="preserve">shoe </t></r></si>',
    '<si><t>課きく</t><rPh sb="0" eb="1"><t>カ</t></rPh></si>',
    '<si><t>a_x000A_b</t></si>',
  ];
  const rows = [
    row(1, shared('A1', 0), shared('B1', 1)),
    row(2, text('A2', '1'), shared('B2', 2)),
    row(3, text('A3', '2'), shared('B3', 3)),
    row(4, text('A4', '3'), shared('B4', 4)),
    row(5, text('A5', '4'), '<c r="B5" t="e"><v>#N/A</v></c>'),
    row(6, text('A6', '5'), '<c r="B6" t="str"><f>A1</f><v>sum</v></c>'),
    row(7, text('A7', '6'), shared('B7', 99)),
  ];
  const { rows: read } = await readFile(workbook({ S: rows.join('') }, { texts }));
  expect(read.map((cells) => cells[1])).toEqual(['Red shoe ', '課きく', 'a\nb', '', 'sum', '']);
});

it('finds the header below a title, and counts rows of the workbook; empty rows are skipped', async () => {
  const rows = [
    row(2, text('A2', 'Sales report 2026')),
    row(4, text('A4', 'user'), text('B4', 'item'), text('C4', 'price')),
    row(5, text('A5', 'u1'), text('B5', 'i1'), number('C5', 1)),
    row(6),
    row(7, text('A7', 'u2'), number('C7', 2)),
    row(8, text('A8', 'u3')),
    row(9),
    row(10),
  ];
  const file = workbook({ S: rows.join('') });
  const found = await readFile(file);
  expect(found.detected.headerRow).toBe(4);
  expect(found.rows).toEqual([
    ['u1', 'i1', '1'],
    ['u2', '', '2'],
    ['u3', '', ''],
  ]);
  expect(found.lines).toEqual([5, 7, 8]);
  expect(found.report.skipped).toBe(1);
  const fixed = await readFile(file, { headerRow: 5 });
  expect(fixed.names).toEqual(['u1', 'i1', '1']);
  expect(fixed.lines).toEqual([7, 8]);
  expect((await readFile(file, { headerRow: 0 })).rows).toHaveLength(5);
  await expect(readFile(file, { headerRow: 30 })).rejects.toThrow('The file has no line 30');
});

it('reads the largest visible sheet, or the one that was chosen', async () => {
  const table = (name: string, count: number) =>
    row(1, text('A1', 'id'), text('B1', name)) +
    Array.from({ length: count }, (_, i) => row(i + 2, text(`A${i + 2}`, `${name}${i}`), number(`B${i + 2}`, i))).join(
      '',
    );
  const file = workbook(
    { Notes: table('note', 1), Orders: table('order', 30), Hidden: table('hidden', 3) },
    { states: { Hidden: 'hidden' } },
  );
  const found = await readFile(file);
  expect(found.detected).toMatchObject({ sheet: 'Orders', sheets: ['Notes', 'Orders', 'Hidden'] });
  expect((await readFile(file, { sheet: 'Notes' })).names).toEqual(['id', 'note']);
  await expect(readFile(file, { sheet: 'Other' })).rejects.toThrow('no sheet "Other"; it has Notes, Orders, Hidden');
});

it('says where a formula has no stored result', async () => {
  const rows = row(1, text('A1', 'id'), text('B1', 'n')) + row(2, text('A2', 'a'), '<c r="B2"><f>1+1</f></c>');
  const { rows: read, report } = await readFile(workbook({ S: rows }));
  expect(read).toEqual([['a', '']]);
  expect(report.warnings).toMatchObject([{ rows: 1, firstLine: 2, reason: expect.stringMatching(/formula/) }]);
});

it.each([
  [
    'a declaration of entities',
    workbook({ S: '' }, { prolog: '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' }),
    /damaged/,
  ],
  ['an entity that is not declared', workbook({ S: row(1, text('A1', '&lol;')) }), /damaged/],
  ['an external entity', workbook({ S: '' }, { prolog: '<!DOCTYPE x SYSTEM "file:///etc/passwd">' }), /damaged/],
  ['an empty sheet', workbook({ S: '' }), /"S" is empty/],
  ['a header alone', workbook({ S: row(1, text('A1', 'id'), text('B1', 'name')) }), /header but no rows/],
  ['a cell far to the right', workbook({ S: row(1, text('XFD1', 'x')) }), /at most 1,000 columns/],
  ['no end', workbook({ S: row(1, text('A1', 'id')) }).subarray(0, 900), /damaged or incomplete/],
  ['XML that ends early', workbook({ S: '<row r="1"><c>' }), /damaged/],
])('refuses a workbook with %s in a sentence', async (_, file, sentence) => {
  await expect(readFile(file)).rejects.toThrow(sentence);
});

it('refuses a sheet that grows without measure when decompressed', async () => {
  const rows = row(1, text('A1', 'id')) + row(2, text('A2', 'a')) + `<row x="${'0'.repeat(600)}"/>`.repeat(30_000);
  await expect(readFile(workbook({ S: rows }))).rejects.toThrow(/grows more than 200 times|larger than/);
});

it('reads texts of a workbook again and again without keeping them as objects', async () => {
  const texts = Array.from({ length: 5_000 }, (_, i) => `<si><t>text number ${i}</t></si>`);
  const rows = Array.from({ length: 5_000 }, (_, i) =>
    row(i + 1, shared(`A${i + 1}`, i), shared(`B${i + 1}`, 4_999 - i)),
  );
  const { rows: read } = await readFile(workbook({ S: rows.join('') }, { texts }), { headerRow: 1 });
  expect(read).toHaveLength(4_999);
  expect(read.at(-1)).toEqual(['text number 4999', 'text number 0']);
});
