/** `/orch budget <usd>`: lets one story cost more than `budget.story_usd` says. */
import type { CommandSpec } from '../commands.ts';
import { dollars } from '../messages/dollars.ts';
import { MOST_RAISE, noCapToRaise, notAnAmount } from '../messages/money.ts';
import * as say from '../messages/replies.ts';
import type { Comment } from '../observation.ts';
import { isEpic } from '../payer.ts';
import { refOf } from '../story.ts';
import type { Draft } from './draft.ts';

/** Dollars and cents as people write them. */
const AMOUNT = /^\$?(\d{1,5}(?:\.\d{1,2})?)$/;

/** Adds to the story's own cap, or answers why nothing was changed. */
export function raise(draft: Draft, comment: Comment, spec: CommandSpec, argument: string): string | undefined {
  const { story, settings } = draft;
  if (story.status === 'untracked' || story.status === 'merged') return say.commandDoesNotFit(spec, story);
  const word = argument.split(/\s+/)[0] ?? '';
  const usd = Number(AMOUNT.exec(word)?.[1] ?? 0);
  if (usd <= 0 || usd > MOST_RAISE) return notAnAmount(story, word);
  if (settings.config.budget.story_usd === undefined) return noCapToRaise(story);
  const by = refOf(comment.by);
  story.raises = [...(story.raises ?? []), { usd, by, at: comment.at }];
  const { blocked } = story;
  if (blocked?.purse?.name === 'story')
    story.blocked = { ...blocked, purse: { ...blocked.purse, cap: blocked.purse.cap + usd } };
  draft.visible = true;
  draft.notes.push(`${dollars(usd)} more for ${isEpic(story) ? 'its own runs' : 'this story'} by ${by.login}`);
  return undefined;
}
