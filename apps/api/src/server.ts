import cluster from 'node:cluster';
import { readEnv, stopWith } from '@curio/core/platform/env';
import { apiEnv } from './env.ts';
import { runProcesses } from './process/run-processes.ts';
import { serveApi } from './process/serve-api.ts';

async function main(): Promise<void> {
  const env = readEnv(apiEnv, process.env);
  if (cluster.isPrimary && env.CURIO_API_PROCESSES > 1) runProcesses(env);
  else await serveApi(env);
}

main().catch(stopWith);
