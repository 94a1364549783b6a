/** What a role may use and write, as its agent file says it: patterns such as `Read(./**)`, `Write(./docs/**)`, `Bash(git log:*)`. */
import { z } from 'zod';

/** Tools whose use can be limited. Tools by which an agent speaks (`commit`, `done`, `ask`, `decide`) belong to all. */
export const LIMITED_TOOLS = ['Read', 'Write', 'Edit', 'Glob', 'Grep', 'Bash'] as const;
export type LimitedTool = (typeof LIMITED_TOOLS)[number];

const PATTERN = /^(Read|Write|Edit|Glob|Grep|Bash)(?:\(([^()\r\n]+)\))?$/;

const patternSchema = z
  .string()
  .max(200)
  .regex(
    PATTERN,
    `expected a tool (${LIMITED_TOOLS.join(', ')}), alone or with what it is limited to: Write(./docs/**)`,
  );

export const rightsSchema = z.strictObject({
  allow: z.array(patternSchema).max(50),
  deny: z.array(patternSchema).max(50).optional(),
});
export type Rights = z.infer<typeof rightsSchema>;

/** The tools that a role may use at all, in the order of LIMITED_TOOLS. */
export function toolsOf({ allow }: Rights): LimitedTool[] {
  const named = new Set(allow.map((pattern) => PATTERN.exec(pattern)?.[1]));
  return LIMITED_TOOLS.filter((tool) => named.has(tool));
}

/** Globs of the files that a role may write, from the root of the repository; `**` where it may write everywhere. */
export function writesOf({ allow }: Rights): string[] {
  const globs = allow.flatMap((pattern) => {
    const [, tool, limit = './**'] = PATTERN.exec(pattern) ?? [];
    return tool === 'Write' || tool === 'Edit' ? [limit.replace(/^\.\//, '')] : [];
  });
  return [...new Set(globs)];
}
