import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyInput,
  catalogueQuery,
  createEndpointInput,
  createKeyInput,
  createProjectInput,
  errorCodes,
  eventInput,
  jobPayloads,
  mappingSchema,
  pageQuery,
  problemSchema,
  recommendInput,
  sendEventsInput,
  shortFormQuery,
  trainInput,
  uploadQuery,
} from '../src/index.ts';

const target = { field: 'custom', name: 'own' };

describe('a mapping', () => {
  it('keeps a column called __proto__, without changing the prototype', () => {
    const sent: unknown = JSON.parse('{"columns":{"id":{"field":"itemId"},"__proto__":{"field":"title"}}}');
    const { columns } = mappingSchema.parse(sent);
    expect(Object.entries(columns)).toEqual([
      ['id', { field: 'itemId' }],
      ['__proto__', { field: 'title' }],
    ]);
    expect(Object.getPrototypeOf(columns)).toBe(Object.prototype);
    expect(JSON.parse(JSON.stringify(mappingSchema.parse(JSON.parse(JSON.stringify(sent)))))).toEqual(sent);
  });

  it('keeps every column, whatever its name', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string().map((name) => name.trim())), (names) => {
        const columns = Object.fromEntries(names.map((name) => [name, target]));
        expect(Object.keys(mappingSchema.parse({ columns }).columns).sort()).toEqual([...names].sort());
      }),
    );
  });

  it('is refused with a path to the wrong target, also below __proto__', () => {
    const refusal = (text: string) => mappingSchema.safeParse(JSON.parse(text)).error?.issues[0]?.path.map(String);
    expect(refusal('{"columns":{"a":{"field":"title","separator":""}}}')).toEqual(['columns', 'a', 'separator']);
    expect(refusal('{"columns":{"__proto__":{"field":3}}}')?.map((part) => part.trim())).toEqual([
      'columns',
      '__proto__',
      'field',
    ]);
    for (const columns of ['[]', 'null', '"x"', '3']) expect(refusal(`{"columns":${columns}}`)).toEqual(['columns']);
    expect(refusal('{"columns":{},"more":1}')).toEqual([]);
  });
});

describe('an omitted input', () => {
  it('has the documented default', () => {
    expect(applyInput.parse({})).toMatchObject({ mode: 'upsert' });
    expect(pageQuery.parse({})).toEqual({ limit: 20 });
    expect(recommendInput.parse({})).toEqual({});
    expect(trainInput.parse({})).toEqual({ algorithm: 'auto', budgetSeconds: 300, seed: 1 });
    expect(uploadQuery.parse({ kind: 'items' })).toEqual({ kind: 'items', filename: 'upload.csv' });
    expect(createKeyInput.parse({ name: ' ci ', scopes: ['admin'] })).toMatchObject({
      name: 'ci',
      environment: 'live',
    });
  });
});

describe('an invalid input', () => {
  it.each([
    ['a project without a name', createProjectInput, { name: '  ' }],
    ['a project with a name of 121 characters', createProjectInput, { name: 'x'.repeat(121) }],
    ['an unknown key', createProjectInput, { name: 'x', colour: 'red' }],
    ['a key without scopes', createKeyInput, { name: 'x', scopes: [] }],
    ['an unknown scope', createKeyInput, { name: 'x', scopes: ['root'] }],
    ['a page of 0 rows', pageQuery, { limit: '0' }],
    ['a page of 101', pageQuery, { limit: '101' }],
    ['a page of 1.5 rows', pageQuery, { limit: '1.5' }],
    ['501 recommendations', recommendInput, { n: 501 }],
    ['a model version above the range of integers', recommendInput, { modelVersion: 2 ** 31 }],
    ['a model version above the range of integers, in a short form', shortFormQuery, { modelVersion: String(2 ** 31) }],
    ['a training of 0 seconds', trainInput, { budgetSeconds: 0 }],
    ['an unknown import mode', applyInput, { mode: 'delete' }],
    ['an import of an unknown kind', uploadQuery, { kind: 'orders' }],
    ['a webhook to a file', createEndpointInput, { url: 'file:///etc/passwd', events: ['model.ready'] }],
    ['a webhook by ftp', createEndpointInput, { url: 'ftp://example.com', events: ['model.ready'] }],
    ['a webhook for no event', createEndpointInput, { url: 'https://example.com', events: [] }],
    ['a parameter with a NUL', trainInput, { params: { a: '\0' } }],
    ['a default with a lone surrogate', mappingSchema, { columns: {}, defaults: { type: '\ud800' } }],
    ['a project whose name has a lone surrogate', createProjectInput, { name: 'a\ud800' }],
    ['a project whose name has a NUL', createProjectInput, { name: 'a\0' }],
    ['a key whose name has a lone surrogate', createKeyInput, { name: '\udc00', scopes: ['admin'] }],
    ['a file whose name has a NUL', uploadQuery, { kind: 'items', filename: '\0.csv' }],
    ['a search for a NUL', catalogueQuery, { q: '\0' }],
    ['a title with a lone surrogate', recommendInput, { itemTitle: '\ud800' }],
    [
      'a webhook whose address has a NUL',
      createEndpointInput,
      { url: 'https://example.com/\0', events: ['model.ready'] },
    ],
    [
      'an own field whose name has a lone surrogate',
      mappingSchema,
      { columns: { a: { field: 'custom', name: '\ud800' } } },
    ],
    ['an own field whose name has a NUL', mappingSchema, { columns: { a: { field: 'custom', name: '\0' } } }],
    ['no events at all', sendEventsInput, { events: [] }],
  ])('%s', (_, schema, input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });
});

describe('an event', () => {
  const event = { userId: '00123', itemId: '9007199254740993', type: 'view' };
  it('keeps its ids exactly as given', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }).filter((text) => text.length <= 512);
    fc.assert(
      fc.property(id, id, (userId, itemId) => {
        expect(eventInput.parse({ ...event, userId, itemId })).toMatchObject({ userId, itemId });
      }),
    );
  });

  it.each(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.1+05:30'])(
    'at the time %s is accepted',
    (timestamp) => expect(eventInput.parse({ ...event, timestamp })).toEqual({ ...event, timestamp }),
  );

  it.each([
    ['an id that is a number', { userId: 123 }],
    ['an empty id', { itemId: '' }],
    ['an id of 513 characters', { itemId: 'x'.repeat(513) }],
    ['an id with too many bytes for an index', { itemId: '漢'.repeat(512) }],
    ['an id with a NUL', { userId: 'a\0b' }],
    ['an id with a lone surrogate', { userId: 'a\ud800' }],
    ['a type with a NUL', { type: 'vi\0ew' }],
    ['a recommendation id with a NUL', { recommendationId: '\0' }],
    ['a value above the range of 32-bit floats', { value: 1e39 }],
    ['a time without a zone', { timestamp: '2026-01-01T00:00:00' }],
    ['a time that is a word', { timestamp: 'yesterday' }],
    ['a time with 130 digits of a fraction', { timestamp: `2026-01-01T00:00:00.${'1'.repeat(130)}Z` }],
    ['a time with 10 digits of a fraction', { timestamp: '2026-01-01T00:00:00.1234567891Z' }],
    ['the year 0', { timestamp: '0000-01-01T00:00:00Z' }],
    ['an unknown key', { price: 3 }],
  ])('with %s is refused', (_, wrong) => {
    expect(eventInput.safeParse({ ...event, ...wrong }).success).toBe(false);
  });
});

describe('errors and jobs', () => {
  it('have a title and a status for every error', () => {
    for (const [code, { status, title }] of Object.entries(errorCodes)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title.length).toBeGreaterThan(3);
      expect(problemSchema.safeParse({ type: 'x', title, status, code, detail: 'd', requestId: 'r' }).success).toBe(
        true,
      );
    }
  });

  it('have job payloads of ids only', () => {
    const ids = { workspaceId: 'wsp_1', projectId: 'prj_1' };
    expect(jobPayloads['model.train'].parse({ ...ids, version: 1, secret: 'x' })).toEqual({ ...ids, version: 1 });
    expect(jobPayloads['import.apply'].safeParse(ids).success).toBe(false);
  });
});
