/** The weight of the event `rank` places behind the newest: (1 + rank)^-recency, 1 where recency is 0. */
export const recent = (rank: number, recency: number): number => (recency === 0 ? 1 : (1 + rank) ** -recency);
