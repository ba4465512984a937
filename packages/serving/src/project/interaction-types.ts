/** The names of a project's interaction types, by their numbers in `id_numbers`. Each name exists once in memory. */
export interface InteractionTypes {
  /** The name of a code in a UserState. */
  nameOf(code: number): string;
  /** -1 for a type that no known interaction has. */
  codeOf(name: string): number;
  has(code: number): boolean;
  add(code: number, name: string): void;
}

export function createInteractionTypes(): InteractionTypes {
  const names: string[] = [];
  const codes = new Map<string, number>();
  return {
    nameOf: (code) => names[code] ?? '',
    codeOf: (name) => codes.get(name) ?? -1,
    has: (code) => names[code] !== undefined,
    add(code, name) {
      names[code] = name;
      codes.set(name, code);
    },
  };
}
