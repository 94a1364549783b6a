/** docs/permissions.md: who may do what, from the table that the code asks. */
import { voidSentence } from '../../src/core/messages/words.ts';
import { ROLES, reaches } from '../../src/core/permissions.ts';
import { HEARD, RIGHTS } from '../../src/core/rights.ts';
import { VOIDS } from '../../src/core/story.ts';

const KINDS: Record<keyof typeof HEARD, string> = {
  user: 'a person',
  bot: 'a bot, whatever its rights: other Apps, `github-actions[bot]`, machine accounts of Apps',
  orch: 'Orch’s own App',
  ghost: 'an account that was deleted',
};

const mark = (yes: boolean): string => (yes ? '✓' : '');

export function permissionsPage(): string {
  const rows = RIGHTS.map(({ kind, says, needs }) => {
    const what = kind.startsWith('comment') ? `\`/orch ${says}\`` : kind === 'label' ? `\`${says}\`` : says;
    return `| ${kind} | ${what} | ${ROLES.map((role) => mark(reaches(role, needs))).join(' | ')} |`;
  });
  const kinds = Object.entries(HEARD).map(
    ([kind, heard]) => `| ${KINDS[kind as keyof typeof HEARD]} | ${heard ? 'yes' : 'no'} |`,
  );
  return `# Who may say yes

Everything by which people move a story, and the least role of the repository that it needs. This table is \`src/core/rights.ts\`; the code asks it, and
what is not in it nobody may. \`none\` is someone to whom GitHub gives no role; in a public repository everyone has at least \`read\`.

| how | what | ${ROLES.join(' | ')} |
|---|---|${ROLES.map(() => '---').join('|')}|
${rows.join('\n')}

Whose word can count at all:

| who | heard |
|---|---|
${kinds.join('\n')}

## How a role is found

- It is the collaborator permission that GitHub tells (\`role_name\`) **when the words are read**, not when they were written, and by numeric account id: a login
  that has changed hands brings nothing with it. Custom roles count as the base permission that GitHub tells beside them.
- It is looked up again for each decision that rests on it. Someone who was let go loses their say with the next look at the story, before anything is merged;
  no event about members is needed for that, and none is asked for.
- Commands are read once, from new comments. An edited comment runs nothing, neither its old text nor its new one. Quotes, code, lists and HTML comments are not
  said to Orch.
- A label is not a permission: it needs what the command needs. One that someone put on without the right is taken off again, with one explanation.

## Approvals

An approving review and \`/orch approve\` weigh the same. Each is bound to the head commit of the pull request, to the title and body of the issue, and to the
right of whoever gave it:

- A review counts for the commit that GitHub says was reviewed. \`/orch approve\` counts for the commit that Orch delivered and shows in its comment, \`/orch approve <commit>\`
  for the one that is named (7 digits or more), and either only while that is the head: after a push it is refused, with the command for the commit that is there.
- The text is the one at that time. An edit in the same second or later, by whomever, makes the approval void. GitHub's clock decides, in whole seconds.
- What makes an approval void is said in Orch's comment until the next approval or run. After an edit of the text
  it has to be given anew; when the approved commit is the head again, or the right has come back, it counts again.

| why | what the comment says |
|---|---|
${VOIDS.map((why) => `| ${why} | ${voidSentence('wes', why)} |`).join('\n')}

\`settings.required_approvals\` says how many people have to approve, \`settings.approvers\` whose approvals count (they need write access too; empty means everyone
who has it). One person counts once. A request for changes by someone with write access stands against a merge until that person approves or the review is dismissed.

**Branch protection** is GitHub's, and Orch does not go around it: while GitHub says that reviews are missing or that changes are asked for, no merge is tried, and the
comment says so. \`/orch approve\` is no review, so it does not satisfy such a rule. A merge names the commit that was approved; GitHub refuses it when the head has moved.

## Starting

\`orch:run\`, \`/orch start\`, \`/orch retry\`, \`/orch changes\` and a \`/orch resume\` that begins a run count for the text that stood there when they were said. When someone else, without
write access, has edited the issue since, nothing is started: Orch asks to look at the text and to say it again. This holds for what is said to Orch; a run
that follows by itself (another attempt, a failed check, changes asked for in a review) is told what the run before it was told,
whatever stands there by then.
`;
}
