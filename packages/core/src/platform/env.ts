import { z } from 'zod';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined);

const quota = z.coerce.number({ error: 'must be a whole number, 0 or more' }).int().min(0).default(0);

/** The environment variables of every process that serves tenants; each app adds its own. */
export const servicesEnv = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing: the address of Postgres, as the role that the migration makes' })
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  CURIO_SECRET: z
    .string({ error: 'is missing: at least 32 random characters, the same for API and worker' })
    .min(32, 'must have at least 32 characters'),
  CURIO_DATA_DIR: z.string().min(1).default('.curio'),
  CURIO_STORAGE: z.enum(['files', 's3'], { error: 'must be files or s3' }).default('files'),
  CURIO_S3_BUCKET: optionalText,
  AWS_REGION: optionalText,
  AWS_DEFAULT_REGION: optionalText,
  AWS_ACCESS_KEY_ID: optionalText,
  AWS_SECRET_ACCESS_KEY: optionalText,
  AWS_SESSION_TOKEN: optionalText,
  AWS_ENDPOINT_URL: optionalText,
  AWS_ENDPOINT_URL_S3: optionalText,
  CURIO_DB_POOL: z.coerce.number({ error: 'must be a whole number from 2 to 500' }).int().min(2).max(500).default(10),
  CURIO_WEBHOOKS_ALLOW_PRIVATE: z.stringbool('must be true or false').default(false),
  /** Of each workspace and month; 0: none. */
  CURIO_QUOTA_RECOMMENDATIONS: quota,
  CURIO_QUOTA_EVENTS: quota,
  CURIO_QUOTA_ITEMS: quota,
  /** Where spans are sent; none if not set. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address such as http://localhost:4318' })
    .optional(),
  OTEL_SERVICE_NAME: optionalText,
  /** The part of the traces that begin here which is recorded. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number({ error: 'must be a number from 0 to 1' }).min(0).max(1).default(1),
  CURIO_LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
});
export type ServicesEnv = z.infer<typeof servicesEnv>;

/** Reads the environment. Throws one sentence for each variable that is wrong. */
export function readEnv<T extends z.ZodType>(schema: T, source: Record<string, string | undefined>): z.infer<T> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`).join('\n'));
}

/** Ends the process with a sentence and without a stack: for an error that an operator can fix. */
export function stopWith(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
