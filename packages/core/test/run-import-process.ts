/** Runs one task of an import in a separate process, to be killed: `node run-import-process.ts JOB`, a job as JSON. */
import { runImport } from '../src/imports/run-import.ts';
import { readEnv, servicesEnv } from '../src/platform/env.ts';
import { openServices } from '../src/platform/services.ts';

const job = JSON.parse(process.argv[2] ?? '{}');
const services = await openServices(readEnv(servicesEnv, process.env), 'test import');
process.stdout.write('started\n');
const context = { ...services, workspaceId: job.workspaceId, actor: { kind: 'system' as const } };
await runImport(context, job, new AbortController().signal);
await services.close();
