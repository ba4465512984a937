import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { problemSchema } from './problem.ts';
import { pgText } from './text.ts';

/** Kinds of answers, by their HTTP status; `error` is 4xx and 5xx together. */
export const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'error'] as const;
export type StatusClass = (typeof statusClasses)[number];

export const loggedMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const time = z.iso.datetime({ offset: true });

export const logsQuery = pageQuery.extend({
  projectId: pgText.max(64).optional(),
  method: z.enum(loggedMethods).optional(),
  path: pgText.max(200).optional().describe('A part of the path'),
  status: z.enum(statusClasses).optional().describe('`error`: 4xx and 5xx'),
  caller: pgText.max(64).optional().describe('Id of a key or account; `keys` or `accounts`: all of them'),
  minMilliseconds: z.coerce.number().min(0).max(1e9).optional().describe('Answers that took at least as long'),
  requestId: pgText.max(64).optional(),
  from: time.optional().describe('Answers from then on'),
  to: time.optional().describe('Answers before then'),
});
export type LogsQuery = z.infer<typeof logsQuery>;

const loggedRequestFields = {
  requestId: z.string(),
  at: z.iso.datetime().describe('When it was answered'),
  method: z.string(),
  route: z.string().describe('The template of the path; `unmatched` where no route has it'),
  path: z.string().describe('Without the query. Ids of users are replaced by `{userId}`'),
  status: z.number().int(),
  milliseconds: z.number(),
  projectId: z.string().nullable().describe('null for requests about the workspace'),
  caller: z.object({
    kind: z.enum(['key', 'account']),
    id: z.string(),
    name: z.string().nullable().describe('null where it was deleted'),
  }),
  code: z.string().nullable().describe('The error code; null for a success'),
};

export const loggedRequestSummary = z.object(loggedRequestFields).meta({ id: 'LoggedRequestSummary' });
export type LoggedRequestSummary = z.infer<typeof loggedRequestSummary>;
export const logsPage = pageOf(loggedRequestSummary);

export const loggedRequestSchema = z
  .object({
    ...loggedRequestFields,
    body: z
      .string()
      .nullable()
      .describe('Of an error: the first 2 KB of the body, without secrets, ids and own fields of users'),
    problem: problemSchema.nullable().describe('Of an error: the answer, with its first 10 wrong inputs'),
  })
  .meta({ id: 'LoggedRequest' });
export type LoggedRequest = z.infer<typeof loggedRequestSchema>;

export const requestCountsQuery = z.object({ projectId: pgText.max(64).optional() });

const count = z.number().int();
export const requestCountsSchema = z
  .object({
    requests: count.describe('Requests by API keys in the last 24 hours'),
    errors: count.describe('Those answered with a status of 400 or more'),
    hours: z
      .array(z.object({ hour: z.iso.datetime(), requests: count, errors: count }))
      .describe('By hour, oldest first; hours without requests are left out'),
  })
  .meta({ id: 'RequestCounts' });
export type RequestCounts = z.infer<typeof requestCountsSchema>;
