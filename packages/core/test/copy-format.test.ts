import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCopyRows } from '../src/imports/copy-rows.ts';
import { createCopyFields } from '../src/models/training/copy-fields.ts';

const id = fc.string({ unit: 'grapheme', maxLength: 40 });
const row = fc.record({
  user: id,
  item: fc.oneof(id, fc.constantFrom('a', 'b', 'aa', '\u00e9', 'e\u0301')),
  value: fc.option(fc.float({ noNaN: true }), { nil: undefined }),
  // Whole seconds, for that is what a training takes.
  seconds: fc.integer({ min: -30_000_000_000, max: 253_402_300_799 }),
});

it('rows written for COPY read as they were', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
      const writing = createCopyRows();
      for (const { user, item, value, seconds } of rows) {
        writing.begin(4);
        writing.text(user);
        writing.text(item);
        writing.real(value);
        writing.time(new Date(seconds * 1000));
      }
      const reading = createCopyFields();
      reading.take(Buffer.from(writing.end()));
      const read: typeof rows = [];
      while (reading.next()) {
        const user = reading.text(read.at(-1)?.user);
        read.push({ user, item: reading.text(), value: reading.real(), seconds: reading.time() });
      }
      expect(read).toEqual(rows);
    }),
  );
});
