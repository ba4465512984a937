import { LRUCache } from 'lru-cache';
import type { FieldType } from '../catalogue/column.ts';

type FieldTypes = ReadonlyMap<string, FieldType>;

/** Compiled filters and rules of all projects, so that requests with the same expression compile it once. */
export interface CompileCache {
  /** The result of `compile`, from the cache where an equal input was compiled with the same `fieldTypes` object. */
  compiled<Input extends object, Output extends object>(
    compile: (input: Input, fieldTypes: FieldTypes) => Output,
    input: Input,
    fieldTypes: FieldTypes,
  ): Output;
}

/** A compiled expression takes about so many times the bytes of its text. */
const bytesPerCharacter = 16;

export function createCompileCache(maxBytes: number): CompileCache {
  const numbers = new WeakMap<object, number>();
  let objects = 0;
  const numberOf = (object: object) => {
    const number = numbers.get(object) ?? ++objects;
    numbers.set(object, number);
    return number;
  };
  const outputs = new LRUCache<string, object>({
    maxSize: maxBytes,
    sizeCalculation: (_, key) => key.length * bytesPerCharacter,
  });
  return {
    compiled<Input extends object, Output extends object>(
      compile: (input: Input, fieldTypes: FieldTypes) => Output,
      input: Input,
      fieldTypes: FieldTypes,
    ): Output {
      const key = `${numberOf(compile)} ${numberOf(fieldTypes)} ${JSON.stringify(input)}`;
      // Of this key, so made by the same function.
      const known = outputs.get(key) as Output | undefined;
      if (known) return known;
      const output = compile(input, fieldTypes);
      outputs.set(key, output);
      return output;
    },
  };
}
