import { describe, expect, it } from 'vitest';
import {
  eventInput,
  fieldOf,
  fieldsOf,
  importKinds,
  itemSchema,
  requiredFieldsOf,
  shapes,
  targetsOf,
} from '../src/index.ts';

describe('the field descriptors', () => {
  it.each(importKinds)(
    'of %s have distinct labels, distinct columns, and synonyms that can match a column name',
    (kind) => {
      const described = fieldsOf(kind);
      expect(new Set(described.map(([, field]) => field.label)).size).toBe(described.length);
      expect(new Set(described.map(([, field]) => field.column)).size).toBe(described.length);
      for (const [name, { column, synonyms, shape }] of described) {
        expect(column).toMatch(/^[a-z_]+$/);
        expect(synonyms).toMatch(/^[a-z0-9]+(?: [a-z0-9]+)*$/);
        expect(synonyms.split(' ')).toContain(name.toLowerCase());
        expect(Object.keys(shapes)).toContain(shape);
      }
    },
  );

  it('say which fields a row needs', () => {
    expect(requiredFieldsOf('items')).toEqual(['itemId']);
    expect(requiredFieldsOf('users')).toEqual(['userId']);
    expect(requiredFieldsOf('interactions')).toEqual(['userId', 'itemId', 'type']);
  });

  it('list the targets of a column: own fields only for items and users', () => {
    expect(targetsOf('items')).toContain('custom');
    expect(targetsOf('users')).toEqual(['userId', 'custom', 'ignore']);
    expect(targetsOf('interactions')).toEqual(['userId', 'itemId', 'type', 'value', 'timestamp', 'ignore']);
  });

  it('have no field that only an object prototype has', () => {
    expect(fieldOf('items', 'constructor')).toBeUndefined();
    expect(fieldOf('items', 'title')?.label).toBe('Title');
  });

  it('are the properties of the schemas of the API', () => {
    const names = fieldsOf('items').map(([name]) => name);
    expect(Object.keys(itemSchema.shape)).toEqual([...names, 'custom']);
    expect(Object.keys(eventInput.shape)).toEqual(
      expect.arrayContaining(fieldsOf('interactions').map(([name]) => name)),
    );
  });
});
