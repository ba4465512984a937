import { expect, it } from 'vitest';
import { describeReasons } from '../src/pipeline/describe-reason.ts';

it.each([
  [0, 'Popular'],
  [1, 'One user chose it'],
  [2, 'Popular: 2 users chose it'],
])('says of %i users: %s', (users, text) => {
  const texts = { titleOf: () => undefined, mayName: () => true };
  expect(describeReasons([{ kind: 'popular', users }], texts)).toEqual([{ kind: 'popular', text }]);
});
