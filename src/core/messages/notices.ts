/** What Orch says when it cannot use its own state: it changes nothing then, and tells people what to do. */

import type { Problem } from '../config.ts';
import { STATE_BRANCH } from '../names.ts';
import { paragraphs } from './paragraphs.ts';
import { code } from './quoted.ts';

/** A file of the state that a person edited so that it cannot be read. */
export const brokenState = (problem: Problem): string =>
  paragraphs(
    'This story is frozen: its state cannot be read. Everything else goes on.',
    `\`${problem.file}\` on the branch \`${STATE_BRANCH}\`, line ${problem.line}${problem.key ? `, \`${problem.key}\`` : ''}${problem.value ? `, ${code(problem.value)}` : ''}: ${problem.expected}.`,
    'Correct the file, or restore it from the branch’s history (`git revert`), then write `/orch status`.',
  );

/** A file that a newer Orch wrote. */
export const newerFile = (file: string, version: string, known: number): string =>
  paragraphs(
    `I only read here for now: \`${file}\` has version ${code(version, 20)}, and this Orch knows version ${known}. A newer Orch wrote it.`,
    'Nothing was changed and nothing is started. Update Orch, or set the file back; then say it again.',
  );

/** The state does not know a story that Orch has written about. */
export const stateGone = (issue: number): string =>
  paragraphs(
    `I have worked on #${issue} before, but the branch \`${STATE_BRANCH}\` says nothing of it any more. It was deleted, or set back, or its file was removed. I start nothing on my own, because the work would be done twice.`,
    `**To bring it back**, set \`${STATE_BRANCH}\` to its last good commit (\`git reflog\` of whoever pushed it knows it, and so does Orch’s log), for example with \`orch repair <commit> --yes\`. Then write \`/orch status\`.`,
    '**To begin anew instead**, delete my older comment on this issue, the one that tells where the story stands, and write `/orch start`.',
  );

/** Title and text of the issue that tells a repository that Orch has stopped there. */
export function stateLost(happened: 'deleted' | 'rewound', known: string): { title: string; body: string } {
  const [what, push] =
    happened === 'deleted'
      ? ['was deleted', `git push origin ${known}:refs/heads/${STATE_BRANCH}`]
      : [
          `was set to a commit that does not contain \`${known.slice(0, 12)}\``,
          `git push --force origin ${known}:refs/heads/${STATE_BRANCH}`,
        ];
  return {
    title: `Orch has stopped: its branch ${STATE_BRANCH} ${happened === 'deleted' ? 'was deleted' : 'was force-pushed'}`,
    body: paragraphs(
      `Where every story stands is kept on the branch \`${STATE_BRANCH}\`. It ${what}, so I have stopped working in this repository: nothing is re-created, nothing is started, nothing is merged.`,
      `**To restore it**, set it back to the last commit that I know, \`${known}\`. In a clone of this repository, one of these does it:`,
      `\`\`\`sh\norch repair ${known} --yes   # checks first that everything in it can be read\n${push}\n\`\`\``,
      'I go on by myself as soon as it is back. This issue can be closed then.',
      'Was it meant? Then restart Orch without its data folder: it starts from what it finds.',
    ),
  };
}
