/** The end of a try, for people: what came of it, and what is worth looking at. */
import { styleText } from 'node:util';
import { dollars } from '../core/messages/dollars.ts';
import { STATE_BRANCH } from '../core/names.ts';
import type { Hub } from '../localhub/hub.ts';
import { findComment } from '../localhub/world/comments.ts';
import { storyPath } from '../state/layout.ts';
import type { TryIo } from './io.ts';
import type { TryOutcome } from './outcome.ts';
import { OWNER, type TrySession } from './stage.ts';
import { readStory } from './state.ts';

/** Lines of a diff that are shown; the whole one is a clone away. */
const DIFF_LINES = 60;

export async function printEnd(
  hub: Hub,
  session: TrySession,
  outcome: TryOutcome,
  io: Pick<TryIo, 'out' | 'colour'>,
): Promise<void> {
  const { out } = io;
  const title = (text: string) => out(`\n${io.colour ? styleText('bold', text) : text}`);
  const indent = (text: string) => out(text.trimEnd().replaceAll(/^/gm, '  '));
  const { story, yaml } = await readStory(hub, session.repository, outcome.story);
  const sticky = story?.sticky ? findComment(hub.world, story.sticky.id) : null;

  if (outcome.pr !== null) {
    title(`The pull request: ${hub.urls.html}/${OWNER}/${session.repository}/pull/${outcome.pr}`);
    const repository = `${OWNER}/${session.repository}`;
    const tip = outcome.mergeCommit ?? story?.pull_request?.head;
    const base = story?.base.sha;
    if (tip && base) {
      const lines = (await hub.git.diff(repository, base, tip)).trimEnd().split('\n');
      indent(lines.slice(0, DIFF_LINES).join('\n'));
      if (lines.length > DIFF_LINES) indent(`… ${lines.length - DIFF_LINES} more lines`);
    }
  }
  if (sticky) {
    title('The comment that Orch kept up to date on the issue');
    indent(sticky.body.replace(/^<!--.*-->\n/, ''));
  }
  if (yaml !== '') {
    title(`The state: ${storyPath(outcome.story)} on ${STATE_BRANCH}`);
    indent(yaml);
  }
  title('The figures');
  const { requests } = outcome;
  indent(
    [
      `${outcome.seconds} s from label to the end`,
      `${requests.total} requests to GitHub, ${requests.content} of them creating content`,
      ...Object.entries(requests.byRoute).map(([route, count]) => `  ${String(count).padStart(2)}  ${route}`),
      `${outcome.modelCalls} model calls, ${outcome.tokens.toLocaleString('en-US')} tokens, ${dollars(outcome.costUsd)}`,
    ].join('\n'),
  );
  out('');
  if (outcome.merged)
    out(`Merged: story ${outcome.story} is #${outcome.pr}, and the verifier agreed (red before, green after).`);
  else
    out(
      `Not merged: story ${outcome.story} is ${story?.status ?? 'unknown'}${story?.failure ? `, because ${story.failure}` : ''}.`,
    );
}
