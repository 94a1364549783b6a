/** What the tools of an agent may be used for: patterns that a person writes into the configuration, and that travel with every brief. */
import { z } from 'zod';

/** The most patterns in one list of permissions, and the longest of them: they travel with every brief. */
export const MAX_PATTERNS = 50;
const MAX_PATTERN = 200;

/** What a pattern may be, for people. */
export const A_TOOL_PATTERN =
  '`Read`, `Write`, `Edit`, `Glob`, `Grep` or `Bash`, alone or with `(./src/**)` for a file tool, `(./src/**)` without other wildcards for Glob and Grep, `(npm test:*)` or `(git diff)` for Bash';

/** The tool of a pattern and what stands in its brackets; undefined when it is no pattern. Wildcards are kept, a `./` before a path is not. */
export function toolPattern(text: string): { tool: string; within: string | undefined } | undefined {
  const [, tool, raw] = /^(Read|Write|Edit|Glob|Grep|Bash)(?:\(([^\p{Cc}]+)\))?$/u.exec(text) ?? [];
  if (tool === undefined || text.length > MAX_PATTERN) return undefined;
  if (raw === undefined || (tool === 'Bash' && raw === '*')) return { tool, within: undefined };
  if (tool === 'Bash') return /^[^\s:*](?:[^*]*[^\s:*])?(?::\*)?$/.test(raw) ? { tool, within: raw } : undefined;
  const within = raw.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  // Only paths below the root of the repository: no other root, no home, no drive, no way up, and nothing that means the opposite.
  if (/^(?:$|[~/!]|[A-Za-z]:)|\\|(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(within)) return undefined;
  if (tool !== 'Glob' && tool !== 'Grep') return { tool, within };
  const folder = within === '**' ? '' : within.replace(/\/\*\*$/, '');
  return /[*?[\]{}()]/.test(folder) ? undefined : { tool, within: folder };
}

const patterns = z
  .array(z.string().refine((text) => toolPattern(text), `a pattern is ${A_TOOL_PATTERN}`))
  .max(MAX_PATTERNS);

/** Which calls of tools are let through; `deny` wins. Without `allow` all are that are not denied. */
export const permissionsSchema = z.strictObject({
  allow: patterns
    .min(1)
    .optional()
    .describe(
      'What the tools may be used for: patterns such as `Read(./**)`, `Write(./src/**)`, `Edit(./src/**)`, `Glob`, `Grep`, `Bash(npm test:*)` (whatever begins so) or `Bash(git diff)` (just this). Name the test command too. Empty: everything. Where Bash is limited, it takes one plain command at a time. The jail is the boundary, not this list: a test that the agent writes can do what a command could.',
    ),
  deny: patterns
    .optional()
    .describe(
      'The same patterns, for what is refused even where it is allowed. Each tool is judged by its own patterns alone.',
    ),
});
export type Permissions = z.infer<typeof permissionsSchema>;
