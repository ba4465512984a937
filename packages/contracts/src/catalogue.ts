import { z } from 'zod';
import { customInput } from './custom-values.ts';
import { editSchemas, storedSchemas } from './field-schemas.ts';
import { fields } from './fields.ts';
import { ownId, pgText } from './text.ts';

const custom = z.record(z.string(), z.unknown()).describe('Own fields by name');

export const itemSchema = z.object({ ...storedSchemas(fields.items), custom }).meta({ id: 'Item' });
export type Item = z.infer<typeof itemSchema>;

const activity = {
  interactions: z.number().int().describe('Counted up to 1,000'),
  lastInteractionAt: z.iso.datetime().nullable(),
};
export const userSchema = z.object({ ...storedSchemas(fields.users), custom, ...activity }).meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;
/** The answer to a write: what a user did is read with another scope. */
export const writtenUserSchema = userSchema.pick({ userId: true, custom: true }).meta({ id: 'WrittenUser' });
export type WrittenUser = z.infer<typeof writtenUserSchema>;

/** How filters and rules compare the values of a field. */
const itemFieldTypes = ['number', 'date', 'boolean', 'text', 'list', 'geo'] as const;
export const itemFieldsSchema = z
  .object({
    data: z.array(
      z
        .object({
          name: z.string(),
          type: z.enum(itemFieldTypes).describe('How filters and rules compare its values'),
          own: z.boolean().describe('Whether the owner defined it'),
        })
        .meta({ id: 'ItemField' }),
    ),
  })
  .meta({ id: 'ItemFields' });
export type ItemFieldList = z.infer<typeof itemFieldsSchema>;
export type ItemField = ItemFieldList['data'][number];

const idOfPath = ownId.optional().describe('Where it is given, the id of the path');

/** An item as it is written or changed. null stands for no value, so that what was read can be written again. */
export const itemInput = z
  .strictObject({ itemId: idOfPath, ...editSchemas(fields.items), custom: customInput.optional() })
  .meta({
    id: 'ItemInput',
    examples: [
      {
        title: 'The Quiet Harbour',
        description: 'A keeper returns to the sea.',
        categories: ['Novel', 'Sea'],
        price: 14.9,
        createdAt: '2026-01-15T00:00:00Z',
        custom: { binding: 'paperback', signed: true },
      },
    ],
  });
export type ItemInput = z.infer<typeof itemInput>;

export const userInput = z
  .strictObject({ userId: idOfPath, custom: customInput.optional() })
  .meta({ id: 'UserInput', examples: [{ custom: { favourite: 'Crime', city: 'Berlin' } }] });
export type UserInput = z.infer<typeof userInput>;

/** A row of a bulk request. */
export const itemBulkRow = itemInput.extend({ itemId: ownId }).meta({ id: 'ItemBulkRow' });
export type ItemBulkRow = z.infer<typeof itemBulkRow>;
export const userBulkRow = userInput.extend({ userId: ownId }).meta({ id: 'UserBulkRow' });
export type UserBulkRow = z.infer<typeof userBulkRow>;

/** Rows, or events, of one bulk request. */
export const maxBulkRows = 10_000;

// Rows are validated one by one: invalid ones are reported, the others are stored.
const bulkRows = (row: string) =>
  z
    .array(z.unknown())
    .min(1)
    .meta({ maxItems: maxBulkRows, description: `Each as ${row}. Of two rows with one id, the last is kept` });
export const itemsBulkInput = z.strictObject({ items: bulkRows('ItemInput with its itemId') }).meta({
  id: 'ItemsBulk',
  examples: [
    {
      items: [
        { itemId: '00123', title: 'The Quiet Harbour', categories: ['Novel', 'Sea'], price: 14.9 },
        { itemId: '00124', title: 'Bread for Beginners', categories: ['Cooking'], hidden: true },
      ],
    },
  ],
});
export const usersBulkInput = z.strictObject({ users: bulkRows('UserInput with its userId') }).meta({
  id: 'UsersBulk',
  examples: [{ users: [{ userId: '00042', custom: { favourite: 'Crime' } }, { userId: '00043' }] }],
});

export const bulkResult = z
  .object({
    accepted: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), reason: z.string() })),
  })
  .meta({ id: 'BulkResult' });
export type BulkResult = z.infer<typeof bulkResult>;

export const catalogueQuery = z.object({
  q: pgText.max(200).optional().describe('Part of a title, or the start of an id'),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const similarUsersQuery = z.object({ n: z.coerce.number().int().min(1).max(500).default(10) });
export const similarUsersSchema = z
  .object({
    data: z.array(z.object({ userId: z.string(), score: z.number().describe('Cosine of what both did, 0 to 1') })),
  })
  .meta({ id: 'SimilarUsers' });
export type SimilarUsers = z.infer<typeof similarUsersSchema>;
