import { expect, it } from 'vitest';
import { describeReason } from '../src/pipeline/describe-reason.ts';

it.each([
  [0, 'Popular'],
  [1, 'One user chose it'],
  [2, 'Popular: 2 users chose it'],
])('says of %i users: %s', (users, text) => {
  expect(describeReason({ kind: 'popular', users }, () => undefined)).toEqual({ kind: 'popular', text });
});
