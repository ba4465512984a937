import type { AlgorithmDefinition, Params } from '../algorithms/definition.ts';
import { algorithmNamed } from '../algorithms/index.ts';
import { completeParams } from '../algorithms/params.ts';
import { DataError } from '../data/errors.ts';
import type { ModelKind } from '../data/records.ts';

/** A model before it is fitted: one algorithm, or several whose scores are added with weights. */
export interface ModelSpec {
  name: string;
  kind: ModelKind;
  members: EnsembleMember[];
}

/** The factor of a member's scores; `countShrinkage` as in BlendPart (scoring/spec.ts). */
export interface MemberWeight {
  weight: number;
  countShrinkage: number;
}

export interface EnsembleMember extends MemberWeight {
  algorithm: AlgorithmDefinition;
  params: Params;
}

export const singleMemberSpec = (algorithm: AlgorithmDefinition, params: Params): ModelSpec => ({
  name: algorithm.name,
  kind: algorithm.kind,
  members: [{ algorithm, params, weight: 1, countShrinkage: 0 }],
});

export const ensembleSpec = (members: EnsembleMember[]): ModelSpec => ({
  name: 'hybrid',
  kind: members.some(({ algorithm }) => algorithm.kind === 'content') ? 'hybrid' : 'collaborative',
  members,
});

/** The spec as parameters that are stored with a version and read again by `specFromParams`. */
export function specParams({ members }: ModelSpec): Record<string, unknown> {
  if (members.length === 1) return members[0].params;
  return {
    members: members.map(({ algorithm, weight, countShrinkage, params }) => ({
      algorithm: algorithm.name,
      weight,
      countShrinkage,
      params,
    })),
  };
}

/** The inverse of `specParams`. Throws DataError for parameters that this version of the engine does not accept. */
export function specFromParams(algorithm: string, params: Record<string, unknown>): ModelSpec {
  const { members } = params;
  if (!Array.isArray(members)) {
    const definition = algorithmNamed(algorithm);
    if (algorithm === 'hybrid') throw new DataError('The parameters of a hybrid lack its members.');
    return singleMemberSpec(definition, completeParams(definition, params));
  }
  return ensembleSpec(
    members.map((member: unknown): EnsembleMember => {
      if (!isStoredMember(member)) throw new DataError('A member of the hybrid cannot be read.');
      const definition = algorithmNamed(member.algorithm);
      const { weight, countShrinkage } = member;
      return { algorithm: definition, params: completeParams(definition, member.params), weight, countShrinkage };
    }),
  );
}

interface StoredMember extends MemberWeight {
  algorithm: string;
  params: Record<string, unknown>;
}

function isStoredMember(member: unknown): member is StoredMember {
  if (typeof member !== 'object' || member === null) return false;
  const { algorithm, weight, countShrinkage, params } = member as Record<string, unknown>;
  const numbers = [weight, countShrinkage].every((value) => Number.isFinite(value));
  return typeof algorithm === 'string' && numbers && typeof params === 'object' && params !== null;
}
