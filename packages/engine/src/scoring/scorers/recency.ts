/** How much the event that is `rank` places behind the newest still counts: (1 + rank)^-recency, 1 where recency is 0. */
export const recent = (rank: number, recency: number): number => (recency === 0 ? 1 : (1 + rank) ** -recency);
