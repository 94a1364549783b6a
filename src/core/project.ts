/** The project: one repository that Orch works in. `project.yaml` on the state branch. */
import { z } from 'zod';
import { configSchema } from './config.ts';

export const projectSchema = z.looseObject({
  version: z.literal(1),
  /** The last configuration that could be used, kept so that a later mistake in the file does not stop anyone. */
  config: z.object({ source: z.string(), values: configSchema }).optional(),
});
export type Project = z.infer<typeof projectSchema>;
