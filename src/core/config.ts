/**
 * The configuration, `.orch/config.yaml` on the default branch. The schema is the documentation: unknown keys are refused, defaults stand
 * here, and `docs/configuration.md` is generated from it.
 */
import { z } from 'zod';
import { DEFAULT_THRESHOLD, exemptionSchema, MAX_EXEMPTIONS, MAX_MODELS } from './brief.ts';
import { PLANNERS } from './epic.ts';
import { permissionsSchema } from './tool-permissions.ts';

/** Which files are tests, when the configuration does not say so. Covers the habits of the common test runners. */
export const DEFAULT_TESTS = [
  'test/**',
  'tests/**',
  '**/__tests__/**',
  '**/*.test.*',
  '**/*.spec.*',
  '**/*_test.*',
  '**/test_*.py',
];

const A_MODEL = '`claude-…`, `openai:MODEL` or `scripted:PATH`';
const model = z.string().regex(/^(claude-[\w.-]+|openai:[\w./:@+-]+|scripted:[^\s]+)$/, `a model is ${A_MODEL}`);

const login = z.string().regex(/^\w[\w-]{0,99}$/, 'expected the login of a person, without @');

const count = (most: number) => z.int().min(1).max(most);

const cap = (whose: string) =>
  z.number().positive().max(1_000_000).optional().describe(`US dollars that may be spent on ${whose}. Empty: no cap.`);

/** Whether no number of approvals could ever be enough. */
const unreachable = ({ approvers, required_approvals }: { approvers: string[]; required_approvals: number }): boolean =>
  approvers.length > 0 && required_approvals > new Set(approvers.map((login) => login.toLowerCase())).size;

export const configSchema = z.strictObject({
  version: z.literal(1).default(1).describe('Version of this file’s format.'),
  commands: z
    .strictObject({
      test: z
        .string()
        .min(1)
        .default('npm test')
        .describe('Shell command that runs all tests; exit status 0 means they pass.'),
      reports: z
        .array(z.string().min(1).max(200))
        .min(1)
        .max(10)
        .optional()
        .describe(
          'Glob patterns of the JUnit XML files that the test command writes, where its output says too little. Not needed for node:test, Vitest, Jest, Mocha, pytest, `go test`, `cargo test` and TAP.',
        ),
    })
    .prefault({}),
  agents: z
    .strictObject({
      developer: z
        .union(
          [model, z.array(model).min(1).max(MAX_MODELS)],
          `a model is ${A_MODEL}; or a list of up to ${MAX_MODELS} of them`,
        )
        .default('claude-sonnet-5-5')
        .describe(
          `Model of the developer: ${A_MODEL}, where MODEL is what an OpenAI-compatible API calls it and PATH a script in the repository. Or a list of up to ${MAX_MODELS}: the next goes on where one fails.`,
        ),
      models: z
        .partialRecord(
          z.enum(PLANNERS),
          z.union(
            [model, z.array(model).min(1).max(MAX_MODELS)],
            `a model is ${A_MODEL}; or a list of up to ${MAX_MODELS} of them`,
          ),
        )
        .default({})
        .describe(
          `Models of the roles that plan, where they are not the developer’s, as \`{ architect: MODEL }\`. The roles are ${PLANNERS.join(', ')}.`,
        ),
      jail: z
        .enum(['required', 'none'])
        .default('required')
        .describe(
          '`required`: a run whose commands cannot be jailed stops before the model is asked. `none`: they run without a jail.',
        ),
      permissions: permissionsSchema.optional(),
    })
    .prefault({}),
  settings: z
    .strictObject({
      auto_merge: z.boolean().default(true).describe('Merge when a story is approved and its checks pass.'),
      merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge').describe('How a pull request is merged.'),
      required_approvals: z
        .int()
        .min(1)
        .max(10)
        .default(1)
        .describe('Approvals by people with write access before a merge.'),
      approvers: z
        .array(login)
        .default([])
        .describe(
          'Logins of those whose approvals count; they need write access too. Empty: everyone with write access.',
        ),
      max_attempts: count(10).default(3).describe('Runs for one piece of work before the story fails.'),
      max_review_rounds: count(20).default(5).describe('Rounds of changes before the story fails.'),
      max_concurrent_agents: count(50)
        .default(3)
        .describe(
          'Stories of sprints that are worked on at the same time. What a person starts is started beside them.',
        ),
      run_minutes: z
        .number()
        .min(1)
        .max(350)
        .default(30)
        .describe('Minutes of one agent run; then work in progress is delivered.'),
      run_turns: count(500).default(60).describe('Model calls of one agent run.'),
      run_usd: z.number().positive().max(1_000).default(5).describe('US dollars of one agent run.'),
    })
    .refine((settings) => !unreachable(settings), {
      path: ['required_approvals'],
      error: 'more approvals than there are approvers; lower it, or name more people in `settings.approvers`',
    })
    .prefault({}),
  budget: z
    .strictObject({
      story_usd: cap('one story, all its runs together; `/orch budget <usd>` adds to it for one story'),
      sprint_usd: cap('the stories of one sprint, all their runs in it together'),
      epic_usd: cap('one epic, its own runs and all its stories together'),
      day_usd: cap('all stories together on one day (UTC)'),
      project_usd: cap('all stories together, ever'),
      alert_at: z
        .number()
        .min(0.1)
        .max(1)
        .default(0.8)
        .describe('Share of a cap at which whoever asked for the story is told, once.'),
      smallest_run_usd: z
        .number()
        .positive()
        .max(100)
        .default(0.05)
        .describe('US dollars that must be left for a run to be started.'),
    })
    .prefault({}),
  decisions: z
    .strictObject({
      threshold: z
        .number()
        .min(0)
        .max(1)
        .default(DEFAULT_THRESHOLD)
        .describe(
          'How sure an agent must be to go on with an answer of its own, from 0 to 1; otherwise people are asked.',
        ),
      ask: z
        .array(login)
        .default([])
        .describe('Logins of those who are mentioned in a question. Empty: whoever asked for the story.'),
      default_after_hours: z
        .number()
        .positive()
        .max(8_760)
        .optional()
        .describe(
          'Hours after which the default of a question is taken, where it has one and is not critical. Empty: it waits as long as it takes.',
        ),
    })
    .prefault({}),
  sprint: z
    .strictObject({
      mode: z
        .enum(['batch', 'continuous', 'autonomous'])
        .default('batch')
        .describe(
          '`batch`: people plan and start each sprint. `continuous`: Orch does, until no story of the epic is left. `autonomous`: the same, and requirements, architecture and retrospective are merged without an approval, unless someone asks for changes or branch protection wants one; the list of stories and all code still need theirs.',
        ),
      capacity: z
        .number()
        .positive()
        .max(1_000)
        .default(12)
        .describe('Sessions of an agent that a sprint holds, by the estimates of its stories.'),
    })
    .prefault({}),
  proof: z
    .strictObject({
      exempt: z
        .array(exemptionSchema)
        .max(MAX_EXEMPTIONS)
        .default([])
        .describe(
          'Changes that need no test which fails without them, as a list of `{ name: docs, paths: ["docs/**"] }`: all files of the change must match, and all tests must still pass. The pull request names the rule.',
        ),
    })
    .prefault({}),
  tests: z
    .array(z.string().min(1))
    .min(1)
    .default(DEFAULT_TESTS)
    .describe('Glob patterns of the files that count as tests.'),
  protected: z.array(z.string().min(1)).default([]).describe('Glob patterns of files that a run may not change.'),
});
export type Config = z.infer<typeof configSchema>;

/** What holds where there is no configuration file. */
export const DEFAULT_CONFIG: Config = configSchema.parse({});

/**
 * What holds where there is a file that cannot be used and no earlier one is known that could: nobody knows what its author wanted, so nothing is
 * merged, and no run is started (`decide/budget.ts`).
 */
export const CAREFUL_CONFIG: Config = {
  ...DEFAULT_CONFIG,
  settings: { ...DEFAULT_CONFIG.settings, auto_merge: false },
};

/** Something wrong in a file that a person wrote: where, what stands there, what may stand there. */
export interface Problem {
  file: string;
  line: number;
  /** Dotted path of the key, empty for the whole file. */
  key: string;
  /** The value as it stands in the file, shortened. */
  value: string;
  /** What is wrong and what is allowed, as the end of a sentence. */
  expected: string;
}

/** The configuration in force, and what is wrong with the newest one when that could not be used. */
export interface Settings {
  config: Config;
  problems: Problem[];
  /** Object id of the file that `config` was read from; null when there is none, or none that could ever be used. */
  source: string | null;
  /** Object id of the newest file, whether it could be used or not. */
  newest: string | null;
  /** The version that the newest file names, when it is greater than the one known here: nothing is changed then. */
  newer?: string;
}

/** The greatest version of the configuration's format that is known. */
export const CONFIG_VERSION = 1;

/** The version in a problem with a file, when that is what is wrong with it: a newer Orch wrote it. */
export function newerVersion(problems: readonly Problem[], known: number): string | undefined {
  const value = problems.find(({ key }) => key === 'version')?.value ?? '';
  return /^\d+$/.test(value) && Number(value) > known ? value : undefined;
}
