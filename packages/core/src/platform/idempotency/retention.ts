/** How long the answer to a request with an Idempotency-Key is kept. */
export const keptHours = 24;
