import type { GateResult } from '@curio/contracts';
import type { ModelRow, Trx } from '@curio/db';
import { type GateInput, gate } from './gate.ts';

export interface PromotionDecision {
  gate: GateResult;
  /** Whether the version goes live with its registration. */
  promote: boolean;
}

/**
 * Decides in the transaction that registers a version. Locks the project, so that no other version goes live between
 * this decision and the registration.
 *
 * A version goes live when it passes the gate and either `auto` chose its algorithm or no version is live. An algorithm
 * that a user names is usually an experiment: it stays a candidate until it is promoted.
 */
export async function decidePromotion(
  trx: Trx,
  model: Pick<ModelRow, 'project_id' | 'requested'>,
  figures: GateInput,
): Promise<PromotionDecision> {
  const { live_version: live } = await trx
    .selectFrom('projects')
    .select('live_version')
    .where('id', '=', model.project_id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const comparedWith = figures.incumbent?.version;
  const verdict = gate(figures);
  if (live === null) return { gate: verdict, promote: verdict.passed };
  if (model.requested.algorithm !== 'auto') {
    const why = `${verdict.why} You chose its algorithm, so it stays a candidate until you promote it.`;
    return { gate: { ...verdict, why }, promote: false };
  }
  if (comparedWith !== live) {
    const compared = comparedWith === undefined ? 'did not compare with it' : `compared with version ${comparedWith}`;
    const why = `Version ${live} went live during this training, which ${compared}. ${verdict.why}`;
    return { gate: { passed: false, why }, promote: false };
  }
  return { gate: verdict, promote: verdict.passed };
}
