import type { ImportKind } from '@curio/contracts';
import { describe, expect, it } from 'vitest';
import { createReadReport, preview, recogniseKind } from '../src/index.ts';
import { bytesOf, cellsOf, detectAll, readAll } from './csv-table.ts';

const dialectOf = (text: string) => detectAll(bytesOf(text));
const namesOf = (text: string): string[] => {
  const bytes = bytesOf(text);
  return preview(bytes, detectAll(bytes)).columns.map((column) => column.name);
};
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

describe('the delimiter, among the same characters inside cells', () => {
  it.each<[string, string, string]>([
    ['decimal commas', ';', 'id;price;vat\n1;2,50;0,48\n2;13,99;2,66\n3;4,25;0,81\n'],
    ['decimal commas without a header', ';', '1;2,5\n2;3,5\n3;4,5\n'],
    [
      'decimal commas below a title with commas',
      ';',
      `Export, Shop, 2024\nid;netto;brutto\n${lines(9, (i) => `${i};1,5;2,5`)}`,
    ],
    ['lists of ids', '\t', lines(8, (i) => `u${i}\t1,2,3,4,${i}`)],
    ['lists of ids below a header', '\t', `user\titems\n${lines(8, (i) => `u${i}\t1,2,3,4,${i}`)}`],
    [
      'four categories by |',
      ',',
      `movieId,title,genres\n${lines(20, (i) => `${i},Toy Story ${i},Action|Comedy|Drama|War`)}`,
    ],
    ['four categories by | without a header', ',', lines(20, (i) => `${i},Toy Story ${i},Action|Comedy|Drama|War`)],
    [
      'nineteen flags by |',
      '|',
      lines(9, (i) => `${i}|Postino, Il (199${i})|01-Jan-1995||http://x.org/?a,b|0|1|0|1|1`),
    ],
    ['lists by ;', ',', `id,tags,price\n${lines(9, (i) => `${i},red;green;blue,${i}.50`)}`],
    ['times with spaces', ',', `a,b\n${lines(9, (i) => `2024-01-0${i + 1} 10:00:00,x ${i}`)}`],
    ['titles with commas', '::', lines(9, (i) => `${i}::Toy Story, The (1995)::Animation|Comedy`)],
    ['MovieLens 1M', '::', lines(9, (i) => `${i}::119${i}::5::97830076${i}`)],
    ['carets', '^', `id^name^price\n${lines(5, (i) => `${i}^Tea, green^1,50`)}`],
    ['tildes', '~', `id~name~price\n${lines(5, (i) => `${i}~Tea, green~1,50`)}`],
    ['numbers by spaces', ' ', lines(9, (i) => `${i} ${i * 7} 3.5`)],
    ['quoted cells with other delimiters', ',', `id,name\n${lines(5, (i) => `${i},"a;b;c;d;e ${i}"`)}`],
  ])('%s', (_, delimiter, text) => {
    expect(dialectOf(text).delimiter).toBe(delimiter);
  });

  it('is not lost to a narrower one by a quote that never closes', () => {
    const text = `id,title,tags\n1,"Tea,a;b\n${lines(30, (i) => `${i},Tea ${i},c;d`)}`;
    expect(dialectOf(text).delimiter).toBe(',');
  });

  it('is not a space in a column of names', () => {
    expect(namesOf('name\nJane Roe\nJohn Smith\nMax Muster\n')).toEqual(['name']);
  });
});

describe('quotes', () => {
  it('reads cells in single quotes, and apostrophes as text', async () => {
    const text = "id,name\n1,'Tea, green'\n2,'Rock ''n'' roll'\n3,'x'\n";
    expect(dialectOf(text).quote).toBe("'");
    expect(cellsOf(await readAll(text))).toEqual([
      ['1', 'Tea, green'],
      ['2', "Rock 'n' roll"],
      ['3', 'x'],
    ]);
    expect(dialectOf("id,name\n1,'n Sync\n2,Rock 'n' roll\n3,'til dawn\n").quote).toBe('"');
  });

  it('reads quotes as text where no cell is quoted', async () => {
    const text = 'id\ttitle\n1\t"Weird Al" Yankovic\n2\t"Heroes\n3\t"Best" of Bach\n4\tplain\n';
    expect(dialectOf(text)).toMatchObject({ quote: '', delimiter: '\t' });
    expect(cellsOf(await readAll(text)).map((cells) => cells[1])).toEqual([
      '"Weird Al" Yankovic',
      '"Heroes',
      '"Best" of Bach',
      'plain',
    ]);
  });

  it('reads backslashes before quotes', async () => {
    const text = 'id,name\n1,"The \\"Best\\" one, ever"\n2,"plain"\n';
    expect(dialectOf(text).escape).toBe('backslash');
    expect(cellsOf(await readAll(text))[0]).toEqual(['1', 'The "Best" one, ever']);
    expect(dialectOf('id,path\n1,"C:\\"\n2,"D:\\x"\n').escape).toBe('doubled');
  });
});

describe('the header', () => {
  it.each<[string, number, string]>([
    ['MovieLens u.data', 0, '196\t242\t3\t881250949\n186\t302\t3\t891717742\n22\t377\t1\t878887116\n'],
    [
      'Last.fm',
      0,
      lines(
        9,
        (i) =>
          `user_000001\t2009-05-0${i + 1}T23:08:57Z\tf1b1cf71-bd35-4e99-8624-24a6e15f13${i}a\tDeep Dish\t\tFuck Me Im Famous (Pacha Ibiza)`,
      ),
    ],
    [
      'Last.fm 360K',
      0,
      lines(
        9,
        (i) => `00000c289a1829a808ac09c00daf10bc3c4e223${i}\t3bd73256-3905-4f3a-97e2-8b341527f80${i}\tbetty\t21${i}`,
      ),
    ],
    ['Amazon ratings', 0, lines(9, (i) => `AKM1MP6P0OYP${i},013279304${i},5.0,136581120${i}`)],
    ['text that recurs', 0, lines(9, (i) => `anna${i % 3},tea ${i % 4},view`)],
    ['text below names', 1, `user,product,event\n${lines(9, (i) => `anna${i % 3},tea ${i % 4},view`)}`],
    ['years as names', 1, 'name,2019,2020\nTea,1,2\nMilk,3,4\nCoffee,5,6\n'],
    [
      'titles that fill most of a row',
      3,
      `Shop,ACME,\nDate,2024-01-01,\nid,name,price\n${lines(9, (i) => `${i},Tea,${i}.5`)}`,
    ],
    ['a title and a blank row', 3, `Report of May\n\nid,name,price\n${lines(9, (i) => `${i},Tea,${i}.5`)}`],
    ['rows of empty cells', 4, `,,\n,,\nTotal,,\nid,name,price\n${lines(9, (i) => `${i},Tea,${i}.5`)}`],
  ])('%s', (_, line, text) => {
    expect(dialectOf(text).headerRow).toBe(line);
  });

  it('joins the names of two rows', () => {
    const rows = lines(9, (i) => `${i},Tea,1.${i},2.${i}`);
    expect(namesOf(`Product,,Price,\nid,name,net,gross\n${rows}`)).toEqual(['id', 'name', 'net', 'gross']);
    expect(namesOf(`,,2019,2020\nid,name,sold,sold\n${rows}`)).toEqual(['id', 'name', 'sold', 'sold (2)']);
    expect(namesOf(`Product,,Price,\nid,name,value,value\n${rows}`)).toEqual([
      'Product id',
      'Product name',
      'Price value',
      'Price value (2)',
    ]);
    expect(namesOf(`Item,Item,Price,Price\nid,name,net,gross\n${rows}`)).toEqual([
      'Item id',
      'Item name',
      'Price net',
      'Price gross',
    ]);
  });
});

describe('rows that carry nothing or less', () => {
  it('skips rows of empty cells and blank lines, and counts them', async () => {
    const report = createReadReport();
    const text = 'id,name,price\n1,Tea,2\n,,\n\n2,Milk,3\n , ,\n';
    expect(cellsOf(await readAll(text, { report }))).toEqual([
      ['1', 'Tea', '2'],
      ['2', 'Milk', '3'],
    ]);
    expect(report.skipped).toBe(3);
  });

  it('fills rows from which the writer dropped empty cells, and leaves the parts of a broken row', async () => {
    const report = createReadReport();
    const text = 'id,name,price,tags\n1,Tea,2,a\n2,Milk\n3,Oat,3\n4,Great\nproduct,5,b\nTotal\nSum of all,9\n';
    expect(cellsOf(await readAll(text, { report }))).toEqual([
      ['1', 'Tea', '2', 'a'],
      ['2', 'Milk', '', ''],
      ['3', 'Oat', '3', ''],
      ['4', 'Great'],
      ['product', '5', 'b'],
      ['Total'],
      ['Sum of all', '9'],
    ]);
    expect(report.warnings).toMatchObject([{ rows: 2, firstLine: 3 }]);
    const headless = '1,5,3,2020-01-02\n2,5\n3,6,4,2020-01-03\n4,7,5,2020-02-03\n';
    expect(cellsOf(await readAll(headless))[1]).toEqual(['2', '5', '', '']);
  });
});

describe('the kind of a file', () => {
  const kindOf = async (text: string, given?: ImportKind) => {
    const bytes = bytesOf(text);
    return recogniseKind(preview(bytes, detectAll(bytes)).columns, given);
  };
  const ratings = lines(60, (i) => `${(i % 7) + 1}\t${((i * 7) % 31) + 1}\t${(i % 5) + 1}\t${881250949 + i * 1000}`);
  it.each<[string, ImportKind, string]>([
    ['ratings without a header', 'interactions', ratings],
    [
      'orders',
      'interactions',
      `order,customer_id,sku,quantity,date\n${lines(40, (i) => `${i},c${i % 9},s${i % 11},1,2024-01-${10 + (i % 19)}`)}`,
    ],
    ['films', 'items', `movieId,title,genres\n${lines(40, (i) => `${i},Film ${i},Drama|War`)}`],
    ['customers', 'users', `userId,age,country\n${lines(40, (i) => `${i},${20 + i},DE`)}`],
  ])('%s', async (_, kind, text) => {
    expect(await kindOf(text)).toMatchObject({ kind, differs: false });
    expect(await kindOf(text, kind)).toMatchObject({
      kind,
      differs: false,
      confidence: (await kindOf(text)).confidence,
    });
  });

  it('differs from the given one only where it is clear', async () => {
    expect(await kindOf(ratings, 'items')).toMatchObject({ kind: 'interactions', differs: true });
    expect(await kindOf('a,b\nx,y\nz,w\n', 'users')).toMatchObject({ differs: false });
  });
});
