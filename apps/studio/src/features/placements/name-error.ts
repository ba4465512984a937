/** What is wrong with the name of a new placement. */
export function nameError(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'Enter a name.';
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) {
    return 'Use at most 64 lower-case letters, digits, - and _, beginning with a letter or digit.';
  }
  return taken.includes(name) ? 'A placement with this name exists. Open it to change it.' : undefined;
}
