/** What the preview asks of each list. */
export const listed = { n: 12, explain: true, fields: ['title', 'imageUrl', 'categories', 'price'] };
