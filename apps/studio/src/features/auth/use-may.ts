import type { Scope } from '@curio/contracts';
import { useMe } from './queries.ts';

/** Whether the signed-in user may act, and a sentence that says who can where not. */
export function useMay(scope: Scope): { allowed: boolean; refusal: string | null } {
  const me = useMe().data;
  // Until the rights are known the API decides.
  if (!me || me.scopes.includes('admin') || me.scopes.includes(scope)) return { allowed: true, refusal: null };
  return {
    allowed: false,
    refusal: `You can view this. To change it, ask an owner or admin of ${me.workspace.name} for “${scope}”.`,
  };
}
