import { z } from 'zod';
import { pgText } from './text.ts';

export const projectName = pgText.trim().min(1, 'A project needs a name').max(120);

export const createProjectInput = z
  .strictObject({ name: projectName })
  .meta({ id: 'CreateProject', examples: [{ name: 'Bookshop' }] });
export const updateProjectInput = z
  .strictObject({ name: projectName })
  .meta({ id: 'UpdateProject', examples: [{ name: 'Bookshop Berlin' }] });

export const projectSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    liveVersion: z.number().int().nullable(),
    counts: z
      .object({ items: z.number().int(), users: z.number().int(), interactions: z.number().int() })
      .describe('Each counted up to 1,000,000'),
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof projectSchema>;
