import { newId, type Recommendation, type RecommendInput } from '@curio/contracts';
import { chooseModel } from './models/choose-model.ts';
import type { LoadedModel } from './models/load-model.ts';
import { describeNothing } from './pipeline/describe-fallback.ts';
import { nextOffset } from './pipeline/paginate.ts';
import { present } from './pipeline/present.ts';
import { rankWithModel } from './rank-with-model.ts';
import { rankWithoutModel } from './rank-without-model.ts';
import { type CursorSigner, readPosition, writeCursor } from './request/cursor.ts';
import { InvalidRequest } from './request/invalid-request.ts';
import { planRequest } from './request/plan.ts';
import { type RequestState, readRequestState } from './request/request-state.ts';
import type { Serving } from './serving.ts';
import { isReadyVersion } from './state/is-ready-version.ts';
import type { ProjectRef } from './state/project.ts';

export interface Answer {
  recommendation: Recommendation;
  /** An endpoint of the project wants to know that this was served. */
  notifyServed: boolean;
}

/**
 * Answers a recommendation request: plan → retrieve → filter → rerank → paginate → explain → present. Never an empty
 * first page while an item can be shown: an unknown user or item, or a project without a model, gets popular or latest
 * items, and `fallback` says why. Who may ask is for the caller to decide.
 *
 * Returns undefined where the workspace has no such project. Throws InvalidRequest for a foreign cursor and for a
 * version that is not ready.
 */
export async function answerRequest(
  serving: Serving,
  signer: CursorSigner,
  project: ProjectRef,
  input: RecommendInput,
): Promise<Answer | undefined> {
  const position = readPosition(signer, project.projectId, input);
  const memory = await serving.projects.get(project);
  if (!memory) return undefined;
  const state = await readRequestState(serving, memory, input);
  const model = await modelOf(serving, project, state, position.version ?? input.modelVersion);
  const plan = planRequest(input, state, position.offset);
  const page = model
    ? await rankWithModel(serving, memory, state, plan, model)
    : await rankWithoutModel(serving, memory, plan);

  const next = nextOffset(page.items.length, plan);
  const isEmpty = page.items.length === 0 && plan.offset === 0;
  const recommendation = present({
    recommendationId: newId('recommendation'),
    plan,
    items: page.items,
    rows: page.rows,
    model,
    fallback: state.unavailable ? 'live data unavailable' : isEmpty ? describeNothing(plan) : page.fallback,
    nextCursor:
      next === undefined
        ? null
        : writeCursor(signer, project.projectId, { offset: next, ...(model ? { version: model.version } : {}) }),
  });
  return { recommendation, notifyServed: memory.notifyServed };
}

async function modelOf(
  serving: Serving,
  project: ProjectRef,
  state: RequestState,
  pinned: number | undefined,
): Promise<LoadedModel | undefined> {
  if (pinned !== undefined && !(await isReadyVersion(serving.db, project, pinned))) {
    throw new InvalidRequest(
      `Version ${pinned} is not a ready version of this project.`,
      '/modelVersion',
      'Choose a version whose status is ready.',
    );
  }
  const version = pinned ?? state.liveVersion;
  if (version === null) return undefined;
  return chooseModel(serving.models, { ...project, version }, { pinned: pinned !== undefined });
}
