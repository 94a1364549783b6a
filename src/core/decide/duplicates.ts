/**
 * Comments of Orch's own that stand there twice, because a request that was given up worked after all. The oldest stays: it is the one that
 * people have linked to, and the one that whoever looks for a mark finds first.
 */
import { mark } from '../names.ts';
import type { Comment } from '../observation.ts';
import { type Draft, owe } from './draft.ts';
import { questionKey } from './questions.ts';

export function tidyDuplicates(draft: Draft): void {
  const { story, observation } = draft;
  const sticky = `story:${story.id}`;
  const question = questionKey(story);
  for (const [key, comments] of ownComments(observation.comments)) {
    const known = key === sticky ? story.sticky : key === question ? story.blocked?.comment : undefined;
    const oldest = Math.min(...comments.map(({ id }) => id), ...(known ? [known.id] : []));
    const surplus = comments.filter(({ id }) => id !== oldest).map(({ id, nodeId }) => ({ id, node_id: nodeId }));
    const stays = comments.find(({ id }) => id === oldest);
    if (known && stays && known.id !== oldest) {
      surplus.push({ id: known.id, node_id: known.node_id });
      const comment = { id: stays.id, node_id: stays.nodeId, url: stays.url };
      if (key === sticky) {
        story.sticky = comment;
        draft.visible = true;
      } else if (story.blocked) story.blocked = { ...story.blocked, comment };
    }
    const unique = new Map(surplus.map((comment) => [comment.id, comment]));
    for (const comment of unique.values()) owe(draft, { kind: 'delete_comment', comment });
    if (unique.size > 0) draft.notes.push(`take away what stands there twice: ${key}`);
  }
}

/** Orch's own comments since the cursor, by what they are for. */
function ownComments(comments: readonly Comment[]): Map<string, Comment[]> {
  const found = new Map<string, Comment[]>();
  for (const comment of comments) {
    const key = comment.by.kind === 'orch' ? mark.parse(comment.body) : undefined;
    if (key === undefined) continue;
    found.set(key, [...(found.get(key) ?? []), comment]);
  }
  return found;
}
