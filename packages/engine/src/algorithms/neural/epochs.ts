/**
 * Epochs to run: with few users an epoch has few steps, so the total is raised to at least 60 steps, and for very many
 * users capped at 6000.
 */
export function epochsFor(users: number, batchUsers: number, epochs: number): number {
  const steps = Math.max(1, Math.ceil(users / batchUsers));
  return Math.max(1, Math.min(Math.max(epochs, Math.ceil(60 / steps)), Math.ceil(6000 / steps)));
}
