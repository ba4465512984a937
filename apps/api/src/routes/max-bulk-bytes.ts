/** Ten thousand events with ids and values of common length, or as many items with short texts. */
export const maxBulkBytes = 8 << 20;
