import { describe, expect, it } from 'vitest';
import { cellsOf, commas, readAll } from './csv-table.ts';

/** All rows: those suites have no types of columns, so the header is one of the rows. */
const rowsOf = async (text: string, dialect = {}): Promise<string[][]> =>
  cellsOf(await readAll(text, { detected: { ...commas, headerRow: 0, ...dialect }, size: 5 }));

/** https://github.com/maxogden/csv-spectrum: each file with its rows. */
describe('csv-spectrum', () => {
  it.each<[string, string, string[][]]>([
    [
      'comma_in_quotes',
      'first,last,address,city,zip\nJohn,Doe,120 any st.,"Anytown, WW",08123\n',
      [
        ['first', 'last', 'address', 'city', 'zip'],
        ['John', 'Doe', '120 any st.', 'Anytown, WW', '08123'],
      ],
    ],
    [
      'empty',
      'a,b,c\n1,"",""\n2,3,4\n',
      [
        ['a', 'b', 'c'],
        ['1', '', ''],
        ['2', '3', '4'],
      ],
    ],
    [
      'empty_crlf',
      'a,b,c\r\n1,"",""\r\n2,3,4\r\n',
      [
        ['a', 'b', 'c'],
        ['1', '', ''],
        ['2', '3', '4'],
      ],
    ],
    [
      'escaped_quotes',
      'a,b\n1,"ha ""ha"" ha"\n3,4\n',
      [
        ['a', 'b'],
        ['1', 'ha "ha" ha'],
        ['3', '4'],
      ],
    ],
    [
      'json',
      'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
      [
        ['key', 'val'],
        ['1', '{"type": "Point", "coordinates": [102.0, 0.5]}'],
      ],
    ],
    [
      'newlines',
      'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
        ['Once upon \na time', '5', '6'],
        ['7', '8', '9'],
      ],
    ],
    [
      'newlines_crlf',
      'a,b,c\r\n1,2,3\r\n"Once upon \r\na time",5,6\r\n7,8,9\r\n',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
        ['Once upon \r\na time', '5', '6'],
        ['7', '8', '9'],
      ],
    ],
    [
      'quotes_and_newlines',
      'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
      [
        ['a', 'b'],
        ['1', 'ha \n"ha" \nha'],
        ['3', '4'],
      ],
    ],
    [
      'simple',
      'a,b,c\n1,2,3\n',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
    ],
    [
      'utf8',
      'a,b,c\n1,2,3\n4,5,ʤ\n',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
        ['4', '5', 'ʤ'],
      ],
    ],
    [
      'location_coordinates',
      'Contact Phone Number,Location Coordinates,Cities,Counties\n2079574700,"(44.813, -68.766)",Bangor,Penobscot\n',
      [
        ['Contact Phone Number', 'Location Coordinates', 'Cities', 'Counties'],
        ['2079574700', '(44.813, -68.766)', 'Bangor', 'Penobscot'],
      ],
    ],
  ])('%s', async (_, text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });
});

/** https://github.com/mholt/PapaParse/blob/master/tests/test-cases.js: the cases on text, without its options. */
describe('papaparse', () => {
  it.each<[string, string, string[][], object?]>([
    ['one row', 'A,b,c', [['A', 'b', 'c']]],
    [
      'two rows',
      'A,b,c\nd,E,f',
      [
        ['A', 'b', 'c'],
        ['d', 'E', 'f'],
      ],
    ],
    [
      'two rows with CR',
      'A,b,c\rd,E,f',
      [
        ['A', 'b', 'c'],
        ['d', 'E', 'f'],
      ],
    ],
    ['quoted field', 'A,"B",C', [['A', 'B', 'C']]],
    ['quoted field with extra spaces on edges', 'A," B  ",C', [['A', ' B  ', 'C']]],
    ['quoted field with delimiter', 'A,"B,B",C', [['A', 'B,B', 'C']]],
    ['quoted field with line break', 'A,"B\nB",C', [['A', 'B\nB', 'C']]],
    ['quoted fields with line breaks', 'A,"B\nB","C\nC\nC"', [['A', 'B\nB', 'C\nC\nC']]],
    [
      'quoted fields at end of row with delimiter and line break',
      'a,b,"c,c\nc"\nd,e,f',
      [
        ['a', 'b', 'c,c\nc'],
        ['d', 'e', 'f'],
      ],
    ],
    ['quoted field with CRLF', 'A,"B\r\nB",C', [['A', 'B\r\nB', 'C']]],
    ['quoted field with quotes around', 'A,"""B""",C', [['A', '"B"', 'C']]],
    ['quoted field with a quote on its right side', 'A,"B""",C', [['A', 'B"', 'C']]],
    ['quoted field with a quote on its left side', 'A,"""B",C', [['A', '"B', 'C']]],
    ['quoted field with 5 quotes between delimiters', '"1","cnonce="""",nc=""""","2"', [['1', 'cnonce="",nc=""', '2']]],
    ['quoted field with quotes and a delimiter', 'A,"B"",""B",C', [['A', 'B","B', 'C']]],
    ['quoted field with white space around quotes', 'A, "B" ,C', [['A', 'B', 'C']]],
    ['quoted field at the end of a row without a line break', 'a,b,"c"', [['a', 'b', 'c']]],
    ['misplaced quotes in data, not as opening quotes', 'A,B "B",C', [['A', 'B "B"', 'C']]],
    [
      'misplaced quotes twice on the same line',
      'A,B",C\nD,E",F',
      [
        ['A', 'B"', 'C'],
        ['D', 'E"', 'F'],
      ],
    ],
    [
      'quoted field has a quote within but no closing one',
      'a,"b"c,d\ne,f,g',
      [
        ['a', '"b"c', 'd'],
        ['e', 'f', 'g'],
      ],
    ],
    [
      'quoted field has no closing quote',
      'a,"b,c\nd,e,f',
      [
        ['a', '"b', 'c'],
        ['d', 'e', 'f'],
      ],
    ],
    [
      'line starts with a quoted field',
      'a,b,c\n"d",e,f',
      [
        ['a', 'b', 'c'],
        ['d', 'e', 'f'],
      ],
    ],
    [
      'line ends with a quoted field',
      'a,b,c\nd,e,"f"\n"g",h,i',
      [
        ['a', 'b', 'c'],
        ['d', 'e', 'f'],
        ['g', 'h', 'i'],
      ],
    ],
    [
      'line starts with an empty quoted field',
      '"",b\nc,d',
      [
        ['', 'b'],
        ['c', 'd'],
      ],
    ],
    ['multi-character delimiter', 'a, b, c', [['a', 'b', 'c']], { delimiter: ', ' }],
    ['multi-character delimiter inside quotes', 'a, b, "c, e", d', [['a', 'b', 'c, e', 'd']], { delimiter: ', ' }],
    ['ASCII 31 and fields with line breaks', 'a\x1f"b\nc"\x1fd', [['a', 'b\nc', 'd']], { delimiter: '\x1f' }],
    ['single quote', "a,'b,c',d", [['a', 'b,c', 'd']], { quote: "'" }],
    ['no quote', 'a,"b,c",d', [['a', '"b', 'c"', 'd']], { quote: '' }],
    [
      'fields with a byte-order mark in the middle',
      'a,\ufeffb\n\ufeffc,d',
      [
        ['a', '\ufeffb'],
        ['\ufeffc', 'd'],
      ],
    ],
    [
      'blank lines are skipped',
      'a,b\n\n\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'row of empty cells is skipped',
      'a,b,c\n,,\nd,e,f',
      [
        ['a', 'b', 'c'],
        ['d', 'e', 'f'],
      ],
    ],
    [
      'row with too many fields',
      'a,b\nc,d,e\nf,g',
      [
        ['a', 'b'],
        ['c', 'd', 'e'],
        ['f', 'g'],
      ],
    ],
  ])('%s', async (_, text, rows, dialect) => {
    expect(await rowsOf(text, dialect)).toEqual(rows);
  });
});
