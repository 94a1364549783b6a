/** `/orch allow <paths>`: lets one story take tests away. */
import { MAX_ALLOWED } from '../brief.ts';
import type { CommandSpec } from '../commands.ts';
import * as say from '../messages/replies.ts';
import type { Comment } from '../observation.ts';
import { isEpic } from '../payer.ts';
import { refOf } from '../story.ts';
import type { Draft } from './draft.ts';

/** A path or glob of the repository, from its root. */
const PATH = /^(?![/\\~!-])(?!.*(?:^|\/)\.\.(?:\/|$))[^\s\\`]{1,200}$/;

/** Adds to what the story's next runs may take away, or answers why nothing was changed. */
export function allow(draft: Draft, comment: Comment, spec: CommandSpec, argument: string): string | undefined {
  const { story } = draft;
  if (story.status === 'untracked' || story.status === 'merged' || isEpic(story))
    return say.commandDoesNotFit(spec, story);
  const paths = argument
    .replaceAll('`', '')
    .split(/[\s,]+/)
    .filter(Boolean);
  const wrong = paths.find((path) => !PATH.test(path));
  if (wrong !== undefined || paths.length === 0) return say.noTestPath(wrong ?? argument);
  const known = new Set((story.allowed ?? []).map(({ path }) => path));
  const added = paths.filter((path) => !known.has(path));
  if (known.size + added.length > MAX_ALLOWED) return say.tooManyPaths(MAX_ALLOWED);
  const by = refOf(comment.by);
  story.allowed = [...(story.allowed ?? []), ...added.map((path) => ({ path, by, at: comment.at }))];
  draft.notes.push(`${by.login} lets it take away tests in ${paths.join(', ')}`);
  return undefined;
}
