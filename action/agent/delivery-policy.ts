/**
 * What delivery would refuse, told to the model while it can still do something about it. It is no protection: `verify` and `deliver`
 * judge again on machines that the model never had in its hands.
 */
import type { Git as AgentGit } from '../../src/agent/git.ts';
import type { Brief } from '../../src/core/brief.ts';
import type { Git } from '../../src/patch/git.ts';
import { judgeChanges } from '../../src/patch/policy.ts';
import { parseRawDiff, sidesOf, withAdded } from '../../src/patch/raw-diff.ts';
import { addedLines, findSecret } from '../../src/patch/secrets.ts';
import { isManifest } from '../../src/patch/test-command.ts';

/**
 * Judges the difference between two commits of the checkout of `agentGit` as delivery does. Resolves with a sentence, or undefined when it would
 * pass. `secrets` are those that this job holds, and delivery does not.
 */
export function deliveryPolicy(
  agentGit: AgentGit,
  brief: Pick<Brief, 'protected' | 'commands' | 'tests' | 'workflow'>,
  secrets: readonly string[],
) {
  const test = { command: brief.commands.test, tests: brief.tests };
  // The agent's git, because the checkout is in the hands of the model's commands: in the jail, where there is one.
  const git: Git = (args, options) => agentGit(args, options?.input?.toString());
  return async (from: string, to: string): Promise<string | undefined> => {
    const raw = await git(['diff-tree', '-r', '--raw', '-z', '--no-renames', '--no-abbrev', from, to]);
    const changes = parseRawDiff(raw);
    const shown = ['-p', '-U0', '--text', '--no-ext-diff', '--no-textconv', '--no-renames'];
    // Each is a process in the jail, which takes long to begin; none needs another's answer.
    const [judged, manifests, lines] = await Promise.all([
      withAdded(git, changes),
      sidesOf(git, from, changes, isManifest),
      git(['diff-tree', '-r', ...shown, from, to]),
    ]);
    const broken = judgeChanges(judged, brief.protected, { ...test, manifests }, brief.workflow !== undefined);
    if (broken) return broken.reason;

    const secret = findSecret(addedLines(lines.toString('latin1')), secrets);
    return secret ? `It adds ${secret}, which may not be published.` : undefined;
  };
}
