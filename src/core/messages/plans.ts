/** What people are told of plans: what is wrong with a document, and why a command for an epic was not obeyed. */
import type { Problem } from '../config.ts';
import { code, quoted } from './quoted.ts';

/** The most problems that one comment names. */
const MAX_PROBLEMS = 10;

/** A document of stories that cannot be used. */
export function planProblems(path: string, problems: readonly Problem[]): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map(({ line, key, value, expected }) => {
    const where = [`line ${line}`, ...(key === '' ? [] : [code(key, 100)])].join(', ');
    return `- ${where}${value === '' ? '' : `, ${code(value, 200)}`}: ${quoted(expected, 500)}`;
  });
  const more = problems.length > shown.length ? [`- and ${problems.length - shown.length} more`] : [];
  return [
    `I cannot open the stories of ${code(path, 200)} yet:`,
    [...shown, ...more].join('\n'),
    'Correct the file on the default branch, then write `/orch stories`.',
  ].join('\n\n');
}

/** A document of stories that is not there. */
export const planMissing = (path: string): string =>
  `There is no ${code(path, 200)} on the default branch. Put it there and write \`/orch stories\`, or name another file: \`/orch stories docs/plans/search.md\`.`;

/** What was begun as a story cannot become an epic. */
export const isStory = (id: number): string =>
  `Story ${id} has been worked on already, so it cannot become an epic. Open a new issue for the epic, or write \`/orch epic "title"\` here and I will open it.`;

/** A command for an epic, said elsewhere. */
export const noEpic = (command: string): string =>
  `\`/orch ${command}\` is for epics, and this issue is none. Write it on the epic’s issue; \`/orch epic\` makes this one an epic.`;

/** A command that needs a plan, said before there is one. */
export const noStoriesYet = (command: string): string =>
  `\`/orch ${command}\` needs stories, and this epic has none yet: they come with the accepted document of stories.`;

/** `/orch stories` where they are opened already, or on their way. */
export const storiesThere = (): string =>
  'The stories of this epic are there already. A file with more of them can be named: `/orch stories docs/plans/search.md`.';

/** A path that `/orch stories` does not take. */
export const noPlanPath = (path: string): string =>
  `${code(path, 200)} cannot be a plan. Name a Markdown file of the default branch by its path from the root, such as \`docs/plans/search.md\`.`;

/** `/orch priority` with something else than a priority. */
export const noPriority = (word: string): string =>
  `${code(word, 40)} is no priority. 1 is most urgent, 4 can wait: \`/orch priority 2\`.`;

/** `/orch sprint` with a word that it does not know. */
export const noSprintWord = (word: string): string =>
  `${code(word, 40)} is nothing that a sprint knows. Possible: \`/orch sprint plan [goal]\`, \`start\`, \`status\`, \`pause\`, \`resume\`, \`review\`, \`close\` or \`cancel\`.`;

/** A title that GitHub would not take. */
export const noTitle = (length: number, most: number): string =>
  `An epic needs a title of 1 to ${most} characters, and this one has ${length}: \`/orch epic "Search in the archive"\`.`;

/** The body of an issue that Orch opens for an epic. */
export const epicBody = (login: string, number: number): string =>
  `${quoted(login)} asked for this epic in #${number}. Whoever knows more of it, who needs it, what it must not do, writes it here or answers in a comment: each run reads this text anew when somebody starts it.`;
