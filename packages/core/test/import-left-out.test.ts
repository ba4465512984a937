import { afterAll, beforeAll, expect, it } from 'vitest';
import { importFile, newProject, startCore, type TestCore } from './start-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

it('reports the cells that could not be read in imported rows, with their number and first line', async () => {
  const projectId = await newProject(core);
  const done = await importFile(core, projectId, {
    kind: 'items',
    file: 'id,title,price,added\n1,One,abc,2026-01-01\n2,Two,9.50,notadate\n3,Three,on request,2026-01-03\n4,Four,4,\n',
    mapping: {
      columns: {
        id: { field: 'itemId' },
        title: { field: 'title' },
        price: { field: 'price' },
        added: { field: 'createdAt' },
      },
    },
  });
  expect(done).toMatchObject({ phase: 'applied', rows: { read: 4, kept: 4, rejected: 0 }, rejections: [] });
  expect(done.leftOut).toMatchObject([
    { column: 'price', rows: 2, firstLine: 2, reason: expect.stringContaining('abc') },
    { column: 'added', rows: 1, firstLine: 3, reason: expect.stringContaining('notadate') },
  ]);
  for (const { reason } of done.leftOut) expect(reason).not.toMatch(/^Line/);
});
