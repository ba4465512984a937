export interface Route {
  method: string;
  /** As in the document, with parameters in braces. */
  path: string;
  /** Whether the operation takes a JSON body. */
  takesJson: boolean;
  operation: Operation;
}

interface Operation {
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

/** Every operation of the document, so that a new route cannot be left out of a test. */
export function routesOf(document: OpenApi): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      takesJson: 'application/json' in (operation.requestBody?.content ?? {}),
      operation,
    })),
  );
}
