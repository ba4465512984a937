import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCopyFields, createCopyRows } from '../src/index.ts';

const integer = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const row = fc.record({
  user: integer(32),
  id: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('a', '\u00e9', 'e\u0301')),
  type: integer(16),
  value: fc.option(fc.float({ noNaN: true }), { nil: undefined }),
  // Whole seconds: a training reads times in seconds.
  seconds: fc.integer({ min: -30_000_000_000, max: 253_402_300_799 }),
});

it('rows written for COPY are read as they were', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
      const writing = createCopyRows();
      for (const { user, id, type, value, seconds } of rows) {
        writing.begin(5);
        writing.integer(user);
        writing.text(id);
        writing.smallint(type);
        writing.real(value);
        writing.time(new Date(seconds * 1000));
      }
      const reading = createCopyFields();
      reading.take(Buffer.from(writing.end()));
      const read: typeof rows = [];
      while (reading.next())
        read.push({
          user: reading.integer(),
          id: reading.text(),
          type: reading.smallint(),
          value: reading.real(),
          seconds: reading.time(),
        });
      expect(read).toEqual(rows);
    }),
  );
});
