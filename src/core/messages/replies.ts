/** What Orch answers to people: one function a message. Status first, then the reason, then the exact next command. */

import { COMMANDS, type CommandSpec, needOf, saysOf, usage } from '../commands.ts';
import type { Config, Problem } from '../config.ts';
import { possible } from '../machine.ts';
import type { Issue, Labeling } from '../observation.ts';
import type { Role } from '../permissions.ts';
import type { Asked, Run } from '../run.ts';
import { raisedBy, type Story } from '../story.ts';
import { paragraphs } from './paragraphs.ts';
import { choices } from './questions.ts';
import { code, listed, quoted } from './quoted.ts';
import { timeWords } from './time-words.ts';
import {
  blockWords,
  costWords,
  ended,
  endWords,
  proofTable,
  roleWords,
  roundsUsedUp,
  sentenceOf,
  short,
  voidWords,
  waitSentence,
} from './words.ts';

/** The commands that change something in this status, as code. */
function fitting(story: Story): string {
  const events = possible(story.status) as string[];
  const asks = story.blocked?.kind === 'question';
  const fits = ({ event }: CommandSpec): boolean => {
    if (event === undefined || !events.includes(event)) return false;
    if (event === 'answer') return asks;
    if (event === 'override') return (story.decisions ?? []).length > 0;
    return event !== 'resume' || !asks;
  };
  const names = (COMMANDS as readonly CommandSpec[]).filter(fits);
  return names.length > 0 ? names.map((spec) => `\`${usage(spec)}\``).join(', ') : 'nothing';
}

export const unknownCommand = (word: string, nearest: CommandSpec | undefined): string =>
  nearest
    ? `I do not know ${code(`/orch ${word}`)}. Did you mean \`${usage(nearest)}\` (${nearest.summary})?`
    : `I do not know ${code(`/orch ${word}`)}. I know ${(COMMANDS as readonly CommandSpec[]).map((spec) => `\`${spec.name}\``).join(', ')}; \`/orch help\` tells what each does.`;

export const argumentMissing = (spec: CommandSpec): string =>
  `\`/orch ${spec.name}\` needs a text after it. For example: \`${spec.example}\`.`;

export function commandRefused(spec: CommandSpec, login: string, role: Role, argument = ''): string {
  const needs = needOf(spec, argument);
  return `Sorry, ${quoted(login)}: \`/orch ${saysOf(spec, argument)}\` needs the ${needs} role in this repository, and ${roleWords('you', role)}. Nothing was changed; someone with ${needs} access can say it.`;
}

export const labelRefused = (act: Labeling, needs: Role, role: Role): string =>
  `The label \`${act.label}\` needs the ${needs} role in this repository. It was put on by ${quoted(act.by.login)}, ${roleWords('who', role)}, so I took it off again and did nothing. Someone with ${needs} access can put it on.`;

export const notAnApprover = (login: string, approvers: readonly string[]): string =>
  `Sorry, ${quoted(login)}: in this repository only ${listed(
    approvers.map((one) => quoted(one)),
    'and',
  )} can approve (\`settings.approvers\`). Nothing was changed.`;

export const nothingToApprove = (): string =>
  'There is no open pull request of this story, so there is nothing to approve. `/orch why` tells what it waits for.';

/** `word` stands where a commit should. */
export const notACommit = (word: string, head: string): string =>
  `${code(word)} is no commit, so this was not taken as an approval. Write \`/orch approve\` alone, or name the commit: \`/orch approve ${short(head)}\`.`;

/** `meant` is the commit that was named or shown, `head` the one that is there. */
export const otherHead = (pull: number, meant: string, head: string): string =>
  `Not approved: #${pull} is at \`${short(head)}\` now, not at ${code(short(meant))}. Look at what is new; if it is good, write \`/orch approve ${short(head)}\`.`;

export const textEditedBeforeApproval = (edit: Issue['edited'], head: string): string =>
  `Not approved: the text of this issue was edited${editWords(edit)}, and you may not have seen that. Read it as it is now; if the pull request still fits, write \`/orch approve ${short(head)}\`.`;

/** `again` is what to do to say it once more, as the end of a sentence. */
export const textEdited = (login: string, edit: Issue['edited'], again: string): string =>
  `Nothing was started, ${quoted(login)}: the text of this issue was edited${editWords(edit)}, after you had asked. Read it as it is now; if it is what you want, ${again}.`;

const editWords = (edit: Issue['edited']): string =>
  edit ? `${edit.by ? ` by ${quoted(edit.by.login)}` : ''} at ${timeWords(edit.at)}` : '';

export const issueIsClosed = (login: string): string =>
  `This issue is closed, ${quoted(login)}, so nothing was started. Open it again first.`;

export const noRoundsLeft = (most: number): string =>
  `${roundsUsedUp(most)} (\`settings.max_review_rounds\`). Push the change yourself, or write \`/orch skip\` and then \`/orch retry …\` to start the count again.`;

/** What was asked for was understood, and there is no money for the run that it needs. */
export const noMoney = (story: Story, config: Config): string =>
  paragraphs(story.blocked && blockWords(story.blocked, raisedBy(story)), waitSentence(story, config));

export const commandDoesNotFit = (spec: CommandSpec, story: Story): string =>
  `\`/orch ${spec.name}\` does not fit now. ${sentenceOf(story)}. What fits: ${fitting(story)}.`;

/** `/orch allow` with something that is no path. */
export const noTestPath = (word: string): string =>
  `${code(word, 100)} is no path of a test. Name files by their paths from the root of the repository, also with \`*\` and \`**\`: \`/orch allow test/legacy/**\`.`;

/** `/orch allow` once too often. */
export const tooManyPaths = (most: number): string =>
  `A story keeps ${most} such paths. Name folders in place of files: \`/orch allow test/legacy/**\`.`;

export function status(story: Story, run: Run | null, config: Config): string {
  const verdict = run?.result?.verdict;
  return paragraphs(
    `**${sentence(story)}**`,
    waitSentence(story, config),
    story.failure && `Why it failed: ${ended(quoted(story.failure, 600))}`,
    verdict?.ok && proofTable(verdict),
    story.runs.length > 0 && `${costWords(story)}.`,
  );
}

/** `asked`: the open question, where its comment is not there to be read. */
export function why(story: Story, config: Config, asked?: Asked): string {
  const wait = waitSentence(story, config);
  return paragraphs(
    `**${sentence(story)}**`,
    wait || 'It waits for nothing: this story has ended.',
    story.blocked && `Since ${timeWords(story.blocked.at)}. ${blockWords(story.blocked, raisedBy(story))}`,
    asked
      ? choices(asked)
      : story.blocked?.comment && `[The whole question](${story.blocked.comment.url}), with what can be chosen.`,
    story.failure && `Why it failed: ${ended(quoted(story.failure, 600))}`,
    story.ended && endWords(story.ended),
    voidWords(story),
    `What fits now: ${fitting(story)}.`,
  );
}

/** `Story 12 is in review (#15).` */
function sentence(story: Story): string {
  return `${sentenceOf(story)}${story.pull_request ? ` (#${story.pull_request.number})` : ''}.`;
}

export const help = (): string =>
  paragraphs(
    'Write one of these on a line of its own. Labels do it too: `orch:story` puts the issue into the backlog, `orch:run` starts it, `orch:epic` plans it as an epic first.',
    commandTable(),
  );

/** The table of commands; the README shows the same one. */
export function commandTable(): string {
  const needs = (role: Role) => (role === 'none' ? 'everyone' : role);
  const who = ({ needs: least, needsWithArgument: more, argumentName }: CommandSpec) =>
    more ? `${needs(least)}; with \`${argumentName}\`: ${needs(more)}` : needs(least);
  const rows = (COMMANDS as readonly CommandSpec[]).map(
    (spec) => `| \`${usage(spec)}\` | ${spec.summary} | ${who(spec)} |`,
  );
  return ['| command | what it does | who |', '|---|---|---|', ...rows].join('\n');
}

/** `usable`: an earlier configuration is in force; otherwise nothing is started or merged. */
export function configProblems(problems: readonly Problem[], usable: boolean): string {
  const lines = problems.slice(0, 10).map((problem) => {
    const where = `\`${problem.file}\` line ${problem.line}`;
    const value = problem.value === '' ? '' : `, ${code(problem.value)}`;
    return `- ${where}${problem.key ? `: \`${problem.key}\`` : ''}${value}: ${problem.expected}`;
  });
  return paragraphs(
    usable
      ? 'The configuration could not be used as it is, so the last one that worked stays in force.'
      : 'The configuration could not be used as it is, and no earlier one is known that could. Until it is corrected, no run is started and nothing is merged.',
    lines.join('\n'),
    'Correct the file on the default branch; the next event reads it again.',
  );
}
