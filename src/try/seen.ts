/** What can be seen of a scene: the state branch as anyone may clone it, and the issue as it stands on GitHub. */
import { STATE_BRANCH } from '../core/names.ts';
import { commentsOf, findComment } from '../localhub/world/comments.ts';
import { findIssue } from '../localhub/world/issues.ts';
import { accountById } from '../localhub/world/lookups.ts';
import { findRepository } from '../localhub/world/repositories.ts';
import { decodeLedger } from '../state/codec.ts';
import { LEDGER_PATH } from '../state/layout.ts';
import type { House } from './house.ts';
import type { Seen } from './scenes/scene.ts';
import { OWNER } from './stage.ts';
import { readStory, readTeam } from './state.ts';

/** Orch's hidden marks at the beginning of its comments. */
const withoutMark = (body: string): string => body.replace(/^<!--.*-->\n/, '');

/** What is there at this moment. */
export async function lookAround({ hub, session }: House, issue: number): Promise<Seen> {
  const { story, runs } = await readStory(hub, session.repository, issue);
  const ledger = await hub.git.readFile(`${OWNER}/${session.repository}`, `refs/heads/${STATE_BRANCH}`, LEDGER_PATH);
  const repository = findRepository(hub.world, OWNER, session.repository);
  const found = repository && findIssue(hub.world, repository, issue);
  const sticky = story?.sticky ? findComment(hub.world, story.sticky.id) : null;
  return {
    story,
    team: story?.plan ? await readTeam(hub, session.repository, story) : [],
    settled: story !== null && !story.outbox,
    runs,
    ledger: ledger && decodeLedger(ledger.toString('utf8'), LEDGER_PATH),
    comments: (found ? commentsOf(hub.world, found) : []).map((comment) => ({
      by: accountById(hub.world, comment.authorId).login,
      body: withoutMark(comment.body),
    })),
    sticky: sticky ? withoutMark(sticky.body) : undefined,
  };
}
