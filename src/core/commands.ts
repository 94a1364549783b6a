/**
 * What people can say to Orch. Grammar, permission, help and effect of a command are declared here together; the parser, `/orch help`, the
 * table in the README and the permission check read this list.
 */
import type { EventType } from './machine.ts';
import type { Role } from './permissions.ts';

export interface CommandSpec {
  readonly name: string;
  /** Other words for the same command. */
  readonly aliases: readonly string[];
  /** What may follow the name: nothing, or one text to the end of the line. */
  readonly argument: 'none' | 'optional' | 'required';
  /** The argument's name in help texts. */
  readonly argumentName?: string;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly example: string;
  /** The least role of the repository that may say it. */
  readonly needs: Role;
  /** The least role that may say it with its argument, where that is another. */
  readonly needsWithArgument?: Role;
  /** The event that it causes; a command without one only answers, unless it `plans`. */
  readonly event?: EventType;
  /** It changes the plan of an epic (`decide/plan-commands.ts`). */
  readonly plans?: true;
  /** Arguments with which it only asks: they need no more than the command alone. */
  readonly asking?: readonly string[];
}

export const COMMANDS = [
  {
    name: 'start',
    aliases: ['run'],
    argument: 'none',
    summary: 'make this issue a story and start working on it',
    example: '/orch start',
    needs: 'write',
    event: 'start',
  },
  {
    name: 'status',
    aliases: [],
    argument: 'none',
    summary: 'say where this story stands',
    example: '/orch status',
    needs: 'none',
  },
  {
    name: 'why',
    aliases: [],
    argument: 'none',
    summary: 'say what this story waits for, who can provide it, and what can be done now',
    example: '/orch why',
    needs: 'none',
  },
  {
    name: 'budget',
    aliases: [],
    argument: 'optional',
    argumentName: 'usd',
    summary: 'say what may be spent, is spent and reserved; with an amount, let this story cost so much more',
    example: '/orch budget 5',
    needs: 'none',
    needsWithArgument: 'maintain',
  },
  {
    name: 'cost',
    aliases: ['costs'],
    argument: 'none',
    summary: 'say what each run of this story has cost; on an epic, what its stories have cost by sprint',
    example: '/orch cost',
    needs: 'none',
  },
  {
    name: 'pause',
    aliases: [],
    argument: 'optional',
    argumentName: 'reason',
    summary: 'stop the run and hold the story where it is',
    example: '/orch pause waiting for the new API',
    needs: 'write',
    event: 'pause',
  },
  {
    name: 'resume',
    aliases: [],
    argument: 'none',
    summary: 'go on with a paused or blocked story',
    example: '/orch resume',
    needs: 'write',
    event: 'resume',
  },
  {
    name: 'retry',
    aliases: [],
    argument: 'optional',
    argumentName: 'hint',
    summary: 'try a failed, skipped or abandoned story again, with a hint for the agent if you like',
    example: '/orch retry the parser is in src/parse.js',
    needs: 'write',
    event: 'retry',
  },
  {
    name: 'answer',
    aliases: [],
    argument: 'required',
    argumentName: 'number or words',
    summary: 'answer the question that the story waits with, by the number of an option or in your own words',
    example: '/orch answer 2',
    needs: 'write',
    event: 'answer',
  },
  {
    name: 'decisions',
    aliases: [],
    argument: 'none',
    summary: 'list what was asked about this story, what was answered, and by whom',
    example: '/orch decisions',
    needs: 'none',
  },
  {
    name: 'override',
    aliases: [],
    argument: 'required',
    argumentName: 'number and answer',
    summary: 'replace an answer of that list; a run that works by the old one begins again',
    example: '/orch override 1 use ISO 8601',
    needs: 'write',
    event: 'override',
  },
  {
    name: 'approve',
    aliases: [],
    argument: 'optional',
    argumentName: 'commit',
    summary: 'approve the pull request as it was delivered, or at the commit you name, like an approving review',
    example: '/orch approve 1a2b3c4',
    needs: 'write',
    event: 'approve',
  },
  {
    name: 'changes',
    aliases: [],
    argument: 'required',
    argumentName: 'what to change',
    summary: 'ask for changes to the pull request, like a review that requests changes',
    example: '/orch changes please keep the old name as an alias',
    needs: 'write',
    event: 'changes',
  },
  {
    name: 'allow',
    aliases: [],
    argument: 'required',
    argumentName: 'paths of tests',
    summary:
      'let this story take away or weaken tests in these files, by path or glob; its pull request names each of them',
    example: '/orch allow test/legacy/**',
    needs: 'write',
  },
  {
    name: 'skip',
    aliases: [],
    argument: 'optional',
    argumentName: 'reason',
    summary: 'leave this story out; its branch and pull request stay',
    example: '/orch skip done by hand in #40',
    needs: 'write',
    event: 'skip',
  },
  {
    name: 'abandon',
    aliases: [],
    argument: 'optional',
    argumentName: 'reason',
    summary: 'give this story up and close its pull request; the branch stays',
    example: '/orch abandon we no longer need it',
    needs: 'write',
    event: 'abandon',
  },
  {
    name: 'epic',
    aliases: [],
    argument: 'optional',
    argumentName: 'title',
    summary: 'plan and build this issue as an epic; with a title, open a new issue for it',
    example: '/orch epic "Search in the archive"',
    needs: 'write',
    plans: true,
  },
  {
    name: 'stories',
    aliases: [],
    argument: 'optional',
    argumentName: 'path',
    summary: 'open the stories of the accepted plan as sub-issues, or those of a Markdown plan on the default branch',
    example: '/orch stories docs/plans/search.md',
    needs: 'write',
    plans: true,
  },
  {
    name: 'sprint',
    aliases: [],
    argument: 'optional',
    argumentName: 'step',
    summary:
      'say how the sprint of this epic stands; or `plan` one (with a goal if you like), `start`, `pause`, `resume`, `review`, `close` or `cancel` it',
    example: '/orch sprint plan searching by name',
    needs: 'none',
    needsWithArgument: 'write',
    asking: ['status'],
    plans: true,
  },
  {
    name: 'backlog',
    aliases: [],
    argument: 'none',
    summary: 'list the stories of this epic that are in no sprint',
    example: '/orch backlog',
    needs: 'none',
  },
  {
    name: 'priority',
    aliases: [],
    argument: 'required',
    argumentName: '1 to 4',
    summary: 'say how urgent this story is: 1 goes first, 4 can wait',
    example: '/orch priority 1',
    needs: 'triage',
    plans: true,
  },
  {
    name: 'feedback',
    aliases: [],
    argument: 'required',
    argumentName: 'words',
    summary: 'say something about the sprint of this epic; its retrospective reads it',
    example: '/orch feedback the stories were too large',
    needs: 'write',
    plans: true,
  },
  {
    name: 'help',
    aliases: [],
    argument: 'none',
    summary: 'list these commands',
    example: '/orch help',
    needs: 'none',
  },
] as const satisfies readonly CommandSpec[];

export type CommandName = (typeof COMMANDS)[number]['name'];

/** How a command is written: `/orch retry [hint]`. */
export function usage(spec: CommandSpec): string {
  if (spec.argument === 'none') return `/orch ${spec.name}`;
  const argument = spec.argumentName ?? 'text';
  return spec.argument === 'optional' ? `/orch ${spec.name} [${argument}]` : `/orch ${spec.name} <${argument}>`;
}

/** The least role that may say it like this. */
export const needOf = (spec: CommandSpec, argument: string): Role =>
  onlyAsks(spec, argument) ? spec.needs : (spec.needsWithArgument ?? spec.needs);

/** Whether it is said with nothing, or with a word that only asks. */
export const onlyAsks = ({ asking = [] }: CommandSpec, argument: string): boolean =>
  argument === '' || asking.includes(argument.toLowerCase());

/** What the table of rights calls it: its name, and its argument where that needs another role. */
export const saysOf = (spec: CommandSpec, argument: string): string =>
  !onlyAsks(spec, argument) && spec.needsWithArgument ? `${spec.name} <${spec.argumentName ?? 'text'}>` : spec.name;
