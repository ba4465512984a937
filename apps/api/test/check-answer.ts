import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type OpenApi, type Route, routesOf } from './document.ts';
import type { Schema } from './schema.ts';

/** What is wrong about an answer: nothing, or one sentence. */
export type AnswerCheck = (
  route: Route,
  answer: { status: number; headers: Headers; text: string },
) => string | undefined;

/** Compares answers with the document: their status, content type and shape. A field that the document does not name is a fault. */
export function createAnswerCheck(document: OpenApi): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', components: closed(document.components) }, 'api');
  const validators = new Map<string, ValidateFunction>();

  function validatorOf(name: string, schema: unknown): ValidateFunction {
    let validator = validators.get(name);
    if (!validator) {
      const text = JSON.stringify(closed(schema)).replaceAll('"#/components', '"api#/components');
      validator = ajv.compile(JSON.parse(text));
      validators.set(name, validator);
    }
    return validator;
  }

  return (route, { status, headers, text }) => {
    const { responses } = route.operation;
    const documented = [String(status), `${String(status)[0]}XX`].find((name) => name in responses);
    if (status >= 500) return `a fault: ${text.slice(0, 300)}`;
    if (documented === undefined) return `${status} is not documented`;
    const content = responses[documented]?.content;
    if (content === undefined) return text === '' ? undefined : `${status} has a body: ${text.slice(0, 100)}`;
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const media = content[type] as { schema?: unknown } | undefined;
    if (!media) return `the content type ${type} of ${status} is not documented`;
    if (!type.endsWith('json') || media.schema === undefined) return undefined;
    const validate = validatorOf(`${route.method} ${route.path} ${documented} ${type}`, media.schema);
    if (validate(JSON.parse(text))) return undefined;
    const [error] = validate.errors ?? [];
    const where = `${error?.instancePath} ${error?.message} ${JSON.stringify(error?.params)}`;
    return `the ${status} does not fit its schema: ${where} in ${text.slice(0, 300)}`;
  };
}

/** Finds the route of a path; undefined where no route of the document has it. */
export function createRouteFinder(document: OpenApi): (method: string, path: string) => Route | undefined {
  const patterns = routesOf(document).map((route) => {
    const parts = route.path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return { route, pattern: new RegExp(`^${parts.join('[^/]+')}$`), parameters: parts.length };
  });
  // `/items/random` is that route and not an item named random.
  patterns.sort((a, b) => a.parameters - b.parameters);
  return (method, path) => {
    const [pathname = ''] = path.split('?');
    return patterns.find(({ route, pattern }) => route.method === method && pattern.test(pathname))?.route;
  };
}

/** A copy in which an object has no other properties than those that its schema names, unless the schema permits others. */
function closed(value: unknown, isPart = false): unknown {
  if (Array.isArray(value)) return value.map((entry) => closed(entry, isPart));
  if (typeof value !== 'object' || value === null) return value;
  const schema = value as Schema & Record<string, unknown>;
  const copy = Object.fromEntries(
    // The parts of `allOf` describe one object together.
    Object.entries(schema).map(([name, inner]) => [name, closed(inner, name === 'allOf')]),
  );
  if (isPart || schema.additionalProperties !== undefined) return copy;
  if (Array.isArray(schema.allOf)) return { ...copy, unevaluatedProperties: false };
  const isObject = schema.type === 'object' || (Array.isArray(schema.type) && schema.type.includes('object'));
  return isObject && schema.properties ? { ...copy, additionalProperties: false } : copy;
}
