import { describe, expect, it } from 'vitest';
import { suggestColumns } from '../src/index.ts';
import { exports, previewOf } from './exports.ts';
import { precision, recall, scoreSuggestions } from './score-suggestions.ts';

const heldOut = exports.filter((file) => file.heldOut);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

describe('suggestions for the headers of real exports', () => {
  it('there are at least 120 of them, a third of them kept out of the tuning', () => {
    expect(exports.length).toBeGreaterThanOrEqual(120);
    expect(heldOut.length).toBeGreaterThanOrEqual(exports.length * 0.3);
    expect(new Set(exports.map(({ name }) => name)).size).toBe(exports.length);
  });

  it('are right for the third that was kept out of the tuning', () => {
    const { fields } = scoreSuggestions(heldOut);
    const table = [...fields].map(([field, score]) => {
      const found = score.right + score.wrong;
      return `${field.padEnd(12)} ${String(found).padStart(3)} precision ${percent(precision(score))} recall ${percent(recall(score))}`;
    });
    console.info(`Kept out: ${heldOut.length} exports\n${table.join('\n')}`);
    const least: Record<string, [precision: number, recall: number]> = {
      userId: [0.95, 0.95],
      itemId: [0.9, 0.92],
      timestamp: [0.95, 0.95],
      title: [0.95, 0.95],
      description: [0.9, 0.9],
      categories: [0.9, 0.9],
      tags: [0.9, 0.9],
      price: [0.9, 0.9],
      imageUrl: [0.9, 0.9],
      url: [0.9, 0.9],
      createdAt: [0.9, 0.9],
      hidden: [0.9, 0.9],
      // One wrong of eight.
      ownerId: [0.85, 0.9],
      type: [0.9, 0.9],
      value: [0.9, 0.9],
    };
    for (const [field, [p, r]] of Object.entries(least)) {
      const score = fields.get(field);
      expect(score, field).toBeDefined();
      if (!score) continue;
      expect(precision(score), `precision of ${field}`).toBeGreaterThanOrEqual(p);
      expect(recall(score), `recall of ${field}`).toBeGreaterThanOrEqual(r);
    }
  });

  it('are right about as often as their confidence says, on the third that was kept out', () => {
    const { shown } = scoreSuggestions(heldOut);
    const bands = [0.5, 0.8, 0.9, 0.95, 0.97, 1.01];
    const rows = bands.slice(1).map((high, i) => {
      const band = shown.filter(({ confidence }) => confidence >= bands[i]! && confidence < high);
      const said = band.reduce((sum, { confidence }) => sum + confidence, 0) / band.length;
      return { count: band.length, said, observed: band.filter(({ right }) => right).length / band.length };
    });
    console.info(
      rows.map(({ count, said, observed }) => `${count} said ${percent(said)} right ${percent(observed)}`).join('\n'),
    );
    const all = shown.reduce((sum, { confidence }) => sum + confidence, 0) / shown.length;
    expect(Math.abs(all - shown.filter(({ right }) => right).length / shown.length)).toBeLessThan(0.05);
    for (const { count, said, observed } of rows)
      if (count >= 20)
        expect(Math.abs(observed - said), `said ${percent(said)}, right ${percent(observed)}`).toBeLessThan(0.1);
  });

  it('give a reason, and never take a column without cells', () => {
    for (const file of exports) {
      const columns = previewOf(file);
      suggestColumns(file.kind, columns).forEach((suggestion, i) => {
        if (!suggestion) return;
        expect(columns[i]!.filled).toBeGreaterThan(0);
        expect(suggestion.why).toMatch(/\.$/);
      });
    }
  });

  it('take the column whose ids the project has', () => {
    const file = exports.find(({ name }) => name === 'WooCommerce order items')!;
    const columns = previewOf(file);
    const field = (known?: ReadonlyMap<string, { itemId?: number; userId?: number }>): (string | undefined)[] =>
      suggestColumns('interactions', columns, known).map((suggestion) => suggestion?.field);
    const at = (name: string): number => columns.findIndex((column) => column.name === name);
    expect(field()[at('Product Id')]).toBe('itemId');
    const known = new Map([
      ['SKU', { itemId: 0.982 }],
      ['Product Id', { itemId: 0 }],
    ]);
    expect(field(known)[at('SKU')]).toBe('itemId');
    expect(suggestColumns('interactions', columns, known)[at('SKU')]?.why).toContain(
      '98.2 % of the ids are items of this project',
    );
  });
});
