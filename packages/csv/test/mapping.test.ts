import type { ImportKind, Mapping } from '@curio/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRowMapper,
  detect,
  preview,
  resolveDateOrders,
  sampleRecords,
  suggestMapping,
  validateMapping,
} from '../src/index.ts';
import { bytesOf, commas, sourceOf } from './csv-table.ts';

/** The field suggested for each column of a file. */
function suggest(kind: ImportKind, text: string): { fields: Record<string, string>; mapping: Mapping } {
  const bytes = bytesOf(text);
  const { columns } = preview(bytes, detect(bytes, true));
  const mapping = suggestMapping(kind, columns);
  const fields = Object.fromEntries(Object.entries(mapping.columns).map(([name, target]) => [name, target.field]));
  return { fields, mapping };
}
const rows = (n: number, row: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => `${row(i)}\n`).join('');

describe('suggested mappings', () => {
  it('films', () => {
    const { mapping } = suggest(
      'items',
      'movieId,title,genres\n1,Toy Story (1995),Adventure|Comedy\n2,Heat (1995),Action|Crime\n',
    );
    expect({ ...mapping.columns }).toEqual({
      movieId: { field: 'itemId' },
      title: { field: 'title' },
      genres: { field: 'categories', separator: '|' },
    });
  });

  it('ratings', () => {
    const { fields, mapping } = suggest(
      'interactions',
      'userId,movieId,rating,timestamp\n1,1,4.0,964982703\n1,3,4.0,964981247\n',
    );
    expect(fields).toEqual({ userId: 'userId', movieId: 'itemId', rating: 'value', timestamp: 'timestamp' });
    expect({ ...mapping.defaults }).toEqual({ type: 'rating' });
  });

  const retail = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${rows(60, (i) => `5363${i % 9},${8000 + (i % 20)}A,WHITE LANTERN ${i % 20},${i},12/${1 + (i % 28)}/2010 8:26,2.5${i % 9},17850.0,United Kingdom`)}`;
  it('a shop, as items: the invoice is not the item', () => {
    const { fields } = suggest('items', retail);
    expect(fields).toMatchObject({
      InvoiceNo: 'ignore',
      StockCode: 'itemId',
      Description: 'title',
      UnitPrice: 'price',
      Quantity: 'ignore',
      CustomerID: 'ignore',
    });
  });
  it('a shop, as interactions', () => {
    const { fields, mapping } = suggest('interactions', retail);
    expect(fields).toEqual({
      InvoiceNo: 'ignore',
      StockCode: 'itemId',
      Description: 'ignore',
      Quantity: 'value',
      InvoiceDate: 'timestamp',
      UnitPrice: 'ignore',
      CustomerID: 'userId',
      Country: 'ignore',
    });
    expect(mapping.columns.InvoiceDate?.dateOrder).toBe('mdy');
    expect({ ...mapping.defaults }).toEqual({ type: 'purchase' });
  });

  it.each<[string, ImportKind, string, Record<string, string>]>([
    [
      'German',
      'items',
      'Artikelnummer;Bezeichnung;Beschreibung;Warengruppe;Verkaufspreis;Bild-URL\nA1;Topf;Ein großer Topf;Küche;12,50;https://x.example/1.jpg\nA2;Pfanne;Eine Pfanne aus Eisen;Küche;22,90;https://x.example/2.jpg\n',
      {
        Artikelnummer: 'itemId',
        Bezeichnung: 'title',
        Beschreibung: 'description',
        Warengruppe: 'categories',
        Verkaufspreis: 'price',
        'Bild-URL': 'imageUrl',
      },
    ],
    [
      'French',
      'items',
      'Référence produit;Libellé;Catégorie;Prix unitaire;Mots-clés\nR1;Théière;Cuisine;12,50;thé,café\nR2;Tasse;Cuisine;4,10;café,lait\n',
      {
        'Référence produit': 'itemId',
        Libellé: 'title',
        Catégorie: 'categories',
        'Prix unitaire': 'price',
        'Mots-clés': 'tags',
      },
    ],
    [
      'Spanish',
      'interactions',
      'ID cliente;Código artículo;Cantidad;Fecha pedido\nC1;A1;2;01/02/2024\nC2;A2;1;15/02/2024\n',
      { 'ID cliente': 'userId', 'Código artículo': 'itemId', Cantidad: 'value', 'Fecha pedido': 'timestamp' },
    ],
    [
      'Spanish catalogue',
      'items',
      'Código;Nombre del producto;Precio\n100;Taza azul;4,10\n101;Tetera roja;12,50\n',
      { Código: 'itemId', 'Nombre del producto': 'title', Precio: 'price' },
    ],
    [
      'only names of items',
      'interactions',
      'user,game_title,behavior\n1,Chess,purchase\n2,Go,play\n1,Go,play\n',
      { user: 'userId', game_title: 'itemId', behavior: 'type' },
    ],
    [
      'ratings and places are no prices',
      'items',
      'book_id,title,average_rating,latitude,small_image_url,image_url\n1,Emma,4.01,52.10,https://x.example/1s,https://x.example/1\n2,Dune,4.25,51.20,https://x.example/2s,https://x.example/2\n',
      {
        book_id: 'itemId',
        title: 'title',
        average_rating: 'custom',
        latitude: 'custom',
        small_image_url: 'ignore',
        image_url: 'imageUrl',
      },
    ],
    [
      'Dutch',
      'interactions',
      'klantnummer,artikelnummer,aantal,besteldatum\nK1,A1,2,2024-02-01\nK2,A2,1,2024-02-03\n',
      { klantnummer: 'userId', artikelnummer: 'itemId', aantal: 'value', besteldatum: 'timestamp' },
    ],
    [
      'snake case',
      'interactions',
      'event_time,event_type,product_id,category_id,user_id,user_session\n2024-01-01 00:00:00 UTC,view,100,7,5,a1b2\n2024-01-01 00:00:01 UTC,cart,101,7,6,a1b3\n',
      {
        event_time: 'timestamp',
        event_type: 'type',
        product_id: 'itemId',
        category_id: 'ignore',
        user_id: 'userId',
        user_session: 'ignore',
      },
    ],
    [
      'a feed',
      'items',
      'id,title,description,link,image_link,price,product_type\n1,Mug,A mug,https://s.example/1,https://s.example/1.png,9.99 USD,Kitchen > Mugs\n2,Cup,A cup,https://s.example/2,https://s.example/2.png,8.99 USD,Kitchen > Cups\n',
      {
        id: 'itemId',
        title: 'title',
        description: 'description',
        link: 'url',
        image_link: 'imageUrl',
        price: 'price',
        product_type: 'categories',
      },
    ],
    [
      'names that match no field',
      'interactions',
      `a,b,c\n${rows(40, (i) => `u${i % 7},p${i % 13},2024-01-${10 + (i % 20)}`)}`,
      { a: 'userId', b: 'itemId', c: 'timestamp' },
    ],
    [
      'an unknown noun before id',
      'items',
      'pottery_id,pottery_name,glaze\np1,Blue bowl,blue\np2,Red bowl,red\np3,Red jug,red\n',
      { pottery_id: 'itemId', pottery_name: 'title', glaze: 'custom' },
    ],
    [
      'users',
      'users',
      'user_id,email,age,country\n1,a@x.example,31,NL\n2,b@x.example,45,DE\n3,c@x.example,27,NL\n',
      { user_id: 'userId', email: 'ignore', age: 'custom', country: 'custom' },
    ],
  ])('%s', (_, kind, text, expected) => {
    expect(suggest(kind, text).fields).toEqual(expected);
  });

  it('suggests distinct names of at most 64 characters for own fields', () => {
    const long = 'How satisfied were you with the colour of the product that you bought from us last year';
    const { mapping } = suggest('items', `id,${long},${long} (b)\n1,red,blue\n2,blue,blue\n3,red,red\n`);
    const names = Object.values(mapping.columns).flatMap(({ name }) => (name === undefined ? [] : [name]));
    expect(names).toHaveLength(2);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
  });

  it('suggests each field for one column only', () => {
    const { fields } = suggest('items', 'sku,product_id,name,title,asin\na1,1,x,Tea pot,B1\na2,2,y,Tea cup,B2\n');
    const given = Object.values(fields).filter((field) => field !== 'ignore' && field !== 'custom');
    expect(new Set(given).size).toBe(given.length);
    expect(given).toEqual(expect.arrayContaining(['itemId', 'title']));
  });

  it('only suggests mappings that validateMapping accepts, except for missing fields and an open date order', () => {
    const name = fc.constantFrom(
      'id',
      'userId',
      'item',
      'title',
      '__proto__',
      'constructor',
      '',
      'price',
      'price',
      'type',
      'date',
      'x',
      'Größe',
    );
    const cell = fc.constantFrom(
      '',
      '1',
      '2.5',
      'a|b',
      'x y',
      'view',
      '2024-01-01',
      '1/2/2024',
      'NaN',
      'true',
      'https://x.example',
    );
    const table = fc.integer({ min: 2, max: 7 }).chain((width) => {
      const cells = fc.array(cell, { minLength: width, maxLength: width });
      return fc.tuple(
        fc.array(name, { minLength: width, maxLength: width }),
        fc.array(cells, { minLength: 2, maxLength: 9 }),
      );
    });
    fc.assert(
      fc.property(table, fc.constantFrom<ImportKind>('items', 'users', 'interactions'), ([header, cells], kind) => {
        const bytes = bytesOf([header, ...cells].map((row) => row.join(',')).join('\n'));
        const { columns } = preview(bytes, commas);
        const mapping = suggestMapping(kind, columns);
        expect(Object.keys(mapping.columns)).toEqual(columns.map((column) => column.name));
        const problems = validateMapping(
          kind,
          columns.map((column) => column.name),
          mapping,
        );
        expect(problems.filter(({ pointer }) => pointer !== '/columns' && !pointer.endsWith('/dateOrder'))).toEqual([]);
      }),
    );
  });
});

describe('column previews', () => {
  it('shows samples, type, share of blanks and order of dates', () => {
    const bytes = bytesOf('code,when,note\n00123,13/02/2024,\n00124,01/02/2024,x\n00123,02/02/2024,\n');
    const { columns } = preview(bytes, detect(bytes, true), { kind: 'items' });
    expect(columns[0]).toMatchObject({ samples: ['00123', '00124'], type: 'id', distinct: 2, emptyShare: 0 });
    expect(columns[1]).toMatchObject({ type: 'date', dateOrder: 'dmy' });
    expect(columns[2]?.emptyShare).toBeCloseTo(2 / 3);
    expect(columns[0]?.suggested).toMatchObject({ field: 'itemId', why: expect.stringMatching(/\.$/) });
  });

  it.each<[string, string[], string]>([
    ['uuid', ['3f2b8c1e-7d4a', '9a1c2b3d-0e0f'], 'id'],
    ['size', ['00123', '00007', '01200'], 'id'],
    ['n', ['9007199254740993', '9007199254740995'], 'id'],
    ['age', ['31', '45', '27'], 'number'],
    ['active', ['yes', 'no', 'yes'], 'boolean'],
    ['mail', ['a@x.example', 'b@y.example'], 'email'],
    ['site', ['https://x.example/a', 'www.y.example'], 'url'],
    ['colour', ['red', 'blue', 'red', 'blue'], 'category'],
    ['colours', ['red|blue', 'blue', 'red|green|blue'], 'list'],
    ['text', ['Once upon a time, there was', 'a fox, quick and brown, that', 'jumped over, well, a dog'], 'text'],
    ['born', ['1 May 1990', '3 June 1985'], 'date'],
    ['created_at', ['1445714994', '1445714996'], 'date'],
    ['amount', ['1445714994', '1445714996'], 'number'],
  ])('%s: %j is %s', (name, cells, type) => {
    const bytes = bytesOf(`k;${name}\n${cells.map((cell) => `k;${cell}`).join('\n')}\n`);
    const detected = { ...commas, delimiter: ';' };
    expect(preview(bytes, detected).columns[1]?.type).toBe(type);
  });
});

describe('days and months that the preview cannot distinguish', () => {
  const resolve = async (dates: string[]): Promise<unknown> => {
    const bytes = bytesOf(`id,day\n${dates.map((date, i) => `${i},${date}\n`).join('')}`);
    const detected = detect(bytes.subarray(0, 2000), false);
    const { columns } = preview(bytes.subarray(0, 2000), detected);
    expect(columns[1]?.dateOrder).toBe('ambiguous');
    return (await resolveDateOrders(columns, () => sampleRecords(sourceOf(bytes), detected)))[1]?.dateOrder;
  };
  const open = Array.from({ length: 20_000 }, (_, i) => `${1 + (i % 12)}/${1 + (i % 11)}/2024`);

  it('are resolved by a day above 12 further down, and stay ambiguous without one or with both orders', async () => {
    expect(await resolve([...open, '25/3/2024'])).toBe('dmy');
    expect(await resolve([...open, '3/25/2024'])).toBe('mdy');
    expect(await resolve(open)).toBe('ambiguous');
    expect(await resolve(['25/3/2024', '3/25/2024', ...open])).toBe('ambiguous');
    expect(await resolve([...open, '25/3/2024', '3/25/2024'])).toBe('ambiguous');
  });
});

describe('checking a mapping', () => {
  const header = ['u', 'i', 'a/b~c', 'x'];
  it('reports all problems, each with a pointer', () => {
    const problems = validateMapping('interactions', header, {
      columns: {
        u: { field: 'userId' },
        i: { field: 'userId' },
        'a/b~c': { field: 'colour' },
        x: { field: 'timestamp', dateOrder: 'ambiguous' },
        gone: { field: 'value' },
      },
      defaults: { colour: 'red', itemId: '1', value: 'lots' },
    });
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/columns/i/field',
      '/columns/a~1b~0c/field',
      '/columns/x/dateOrder',
      '/columns/gone',
      '/defaults/colour',
      '/defaults/itemId',
      '/defaults/value',
      '/columns',
      '/columns',
    ]);
    expect(problems.map(({ message }) => message).join(' ')).toMatch(/"itemId" is missing.*"type" is missing/);
  });

  it('accepts a type from a column or from the defaults', () => {
    const columns = { u: { field: 'userId' }, i: { field: 'itemId' } };
    expect(validateMapping('interactions', header, { columns, defaults: { type: 'view' } })).toEqual([]);
    expect(validateMapping('interactions', header, { columns: { ...columns, x: { field: 'type' } } })).toEqual([]);
  });

  it('rejects fields named like properties that every object inherits', () => {
    const columns = Object.fromEntries([
      ['u', { field: 'userId' }],
      ['i', { field: 'itemId' }],
      ['x', { field: 'constructor' }],
    ]);
    expect(validateMapping('items', header, { columns }).map(({ pointer }) => pointer)).toContain('/columns/x/field');
    expect(() => createRowMapper('items', header, { columns: {} })).toThrow(/itemId/);
  });

  it('rejects two custom fields of one name, and custom fields of interactions', () => {
    const columns = {
      i: { field: 'itemId' },
      u: { field: 'custom', name: 'c' },
      x: { field: 'custom', name: 'c' },
    };
    expect(validateMapping('items', header, { columns }).map(({ pointer }) => pointer)).toEqual(['/columns/x/field']);
    expect(validateMapping('interactions', header, { columns }).length).toBeGreaterThan(2);
  });
});
