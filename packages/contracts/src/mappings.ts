import { z } from 'zod';
import { importKinds } from './fields.ts';
import { mappingSchema } from './import-mapping.ts';
import { pageQuery } from './page.ts';
import { pgText } from './text.ts';

const name = pgText.trim().min(1).max(100);

export const saveMappingInput = z.strictObject({ name, kind: z.enum(importKinds), mapping: mappingSchema }).meta({
  id: 'SaveMapping',
  examples: [{ name: 'Shop export', kind: 'items', mapping: { columns: { sku: { field: 'itemId' } } } }],
});
export type SaveMappingInput = z.infer<typeof saveMappingInput>;

export const editMappingInput = z
  .strictObject({ name, mapping: mappingSchema })
  .partial()
  .meta({ id: 'EditMapping', examples: [{ name: 'Shop export, new' }] });
export type EditMappingInput = z.infer<typeof editMappingInput>;

export const savedMappingSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(importKinds),
    mapping: mappingSchema.describe('Without decimal marks and orders of dates: they are those of each file'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedMapping' });
export type SavedMapping = z.infer<typeof savedMappingSchema>;

export const savedMappingsQuery = pageQuery.extend({ kind: z.enum(importKinds).optional() });
export type SavedMappingsQuery = z.infer<typeof savedMappingsQuery>;
