import { expect, test } from 'vitest';
import { Budget } from '../src/training/budget.ts';

test('a budget and its parts end by the clock that is passed in', () => {
  let clock = 5000;
  const budget = new Budget(10, () => clock);
  const half = budget.share(0.5);
  const reserved = budget.reserve(8);
  const elapsed = budget.stopwatch();
  expect([budget.remaining, half.remaining, reserved.remaining]).toEqual([10, 5, 2]);
  expect([budget.allows(10), budget.allows(10.5)]).toEqual([true, false]);
  clock += 4000;
  expect(elapsed()).toBe(4);
  expect([budget.remaining, half.remaining, reserved.isSpent]).toEqual([6, 1, true]);
  expect([half.elapsedShare, reserved.elapsedShare]).toEqual([0.8, 1]);
  expect(budget.unlimited().allows(1e9)).toBe(true);
  clock += 6001;
  expect([budget.isSpent, half.isSpent]).toEqual([true, true]);
});
