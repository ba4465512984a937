import fc from 'fast-check';
import type { OpenApi, Route } from '../routes.ts';
import type { Schema } from '../schema.ts';
import { arbitraryOf, namedValue, type Samples } from './arbitrary-of-schema.ts';
import { brokenFrom } from './break-value.ts';

export interface WalkRequest {
  route: Route;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

const wrongIds = [
  '0',
  '-1',
  '999999999999',
  '%00',
  '%ff',
  'a%2Fb',
  '..%2F..',
  '💥',
  'x'.repeat(600),
  'null',
  "';--",
  'prj_1',
];
const headers: Record<string, string>[] = [
  {},
  {},
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-8' },
  { origin: 'https://evil.example' },
  { 'idempotency-key': 'walk' },
  { 'idempotency-key': ' ' },
  { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  { traceparent: 'nonsense' },
  { 'x-api-key': 'cur_live_nonsense' },
];

/** Requests to a route: three of four fit its schemas, the others are wrong in one place. */
export function requestOfRoute(route: Route, document: OpenApi, samples: Samples): fc.Arbitrary<WalkRequest> {
  const components = document.components.schemas as Record<string, Schema>;
  const parameters = route.operation.parameters ?? [];
  const path = fc.record(
    Object.fromEntries(
      parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => [name, idOf(name, samples)]),
    ),
  );
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const required = queries.filter((parameter) => parameter.required).map(({ name }) => name);
  const query = fc
    .tuple(
      fc.record(
        Object.fromEntries(
          queries.map(({ name, schema }) => [
            name,
            queryOf(namedValue(name, arbitraryOf(schema as Schema, components, samples), samples)),
          ]),
        ),
      ),
      fc.subarray(
        queries.map(({ name }) => name),
        { maxLength: Math.min(2, queries.length) },
      ),
    )
    .map(([all, chosen]) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => required.includes(name) || chosen.includes(name))),
    );
  return fc
    .record({ path, query, headers: fc.constantFrom(...headers), body: bodyOf(route, components, samples) })
    .map((made) => ({
      route,
      path: pathOf(route.path, made.path as Record<string, string>, made.query as Record<string, string>),
      headers: made.headers,
      ...(made.body === undefined ? {} : { body: made.body }),
    }));
}

function idOf(name: string, samples: Samples): fc.Arbitrary<string> {
  const existing = (samples[name] ?? samples.id ?? []).map(String);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(existing.length > 0 ? existing : ['1'])) },
    { weight: 1, arbitrary: fc.constantFrom(...wrongIds) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).map(segment) },
  );
}

/** A client takes `.` and `..` for folders. */
const segment = (text: string) => (/^\.{1,2}$/.test(text) ? 'dots' : encodeURIComponent(text));

function queryOf(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: valid.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))) },
    { weight: 1, arbitrary: fc.constantFrom('', '-1', '1e9', 'true', 'a\0b', '2026', 'x'.repeat(3000), '[]') },
  );
}

function bodyOf(
  { operation, path }: Route,
  components: Record<string, Schema>,
  samples: Samples,
): fc.Arbitrary<string | undefined> {
  const content = operation.requestBody?.content;
  if (!content) return fc.constant(undefined);
  const json = content['application/json'];
  if (!json) {
    const files = path.includes('/imports') ? ['id,title\n1,One\n', '', '\0\0\0', 'a;b\n1;2\n', '"'] : [''];
    return fc.constantFrom(...files);
  }
  const valid = arbitraryOf(json.schema as Schema, components, samples);
  return fc.oneof(
    { weight: 6, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: brokenFrom(valid).map((value) => JSON.stringify(value) ?? '') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '{', '[]', 'null', '{"a":NaN}', '"text"', '\ufeff{}', '{"n":1}{"n":1}'),
    },
  );
}

function pathOf(template: string, params: Record<string, string>, query: Record<string, string>): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => safe(params[name] ?? '1'));
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined)).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Percent signs of the ids above stay; everything that cannot stand in a path is encoded. */
const safe = (text: string) => text.replaceAll(/[^\w%.~-]/gu, (character) => encodeURIComponent(character));
