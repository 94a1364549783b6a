/** Plays a scene in a house that is open: people do their steps as soon as they see what they wait for, until the story is where the scene ends. */
import { storyBranch } from '../core/names.ts';
import { listen } from '../localhub/world/world.ts';
import type { House } from './house.ts';
import { createMaintainer, type Maintainer } from './maintainer.ts';
import { isOrchs, outcomeOf, type TryOutcome } from './outcome.ts';
import { sceneEnd } from './scene-end.ts';
import type { Check, Exhibit, Scene, Seen } from './scenes/scene.ts';
import { lookAround } from './seen.ts';
import { MAINTAINER, OWNER } from './stage.ts';
import type { Timeline } from './timeline.ts';

/** What `--json` prints of a scene: the figures of every try, and what was to be seen. */
export interface SceneOutcome extends TryOutcome {
  scene: string;
  /** Whether everything is as it must be. */
  ok: boolean;
  checks: Check[];
  exhibits: Exhibit[];
}

/** Milliseconds after which a scene in which nothing happens any more is over. The longest silence of a healthy one is a job of Actions. */
const SILENCE = 60_000;

/** Where a story stays whatever is waited for. */
const FINAL: ReadonlySet<string> = new Set(['merged', 'failed', 'abandoned', 'skipped']);

export async function playScene(
  house: House,
  scene: Scene,
  { timeline, signal }: { timeline: Timeline; signal: AbortSignal },
): Promise<SceneOutcome> {
  const { hub, session } = house;
  const tell = (line: string): void => timeline.tell('scene', line);
  for (const line of [scene.title, ...scene.opening]) tell(line);
  const repository = `${OWNER}/${session.repository}`;
  const mainBefore = (await hub.git.resolveCommit(repository, 'HEAD')) ?? '';
  const people = peopleOf(house);
  let issue = 0;
  for (const { by, title, body } of scene.issues) issue = await people(by).openIssue({ title, body });
  const from = hub.requests.entries.length;
  const start = timeline.seconds();
  const kept: Record<string, Seen> = {};
  const over = untilOver(house, scene, { issue, people, kept, tell, signal });
  await people(MAINTAINER).label(issue, scene.label);
  await over;
  await house.idle();
  const end = await sceneEnd(house, issue, { kept, mainBefore });
  const figures = outcomeOf({
    issue,
    story: end.story,
    runs: end.runs,
    requests: hub.requests.entries.slice(from).filter(isOrchs),
    seconds: timeline.seconds() - start,
    urls: { api: hub.urls.api, git: `${hub.urls.git}/${repository}.git` },
  });
  const checks = scene.checks(end);
  return { scene: scene.name, ok: checks.every(({ ok }) => ok), checks, exhibits: scene.exhibits(end), ...figures };
}

/** Whoever has a part in the scene, by login. */
function peopleOf({ hub, session }: House): (login: string) => Maintainer {
  return (login) => {
    const token = login === MAINTAINER ? session.maintainerToken : session.strangers?.[login];
    if (token === undefined) throw new Error(`Nobody of the login ${login} is in the scene.`);
    return createMaintainer({ apiUrl: hub.urls.api, token, repository: session.repository, login });
  };
}

interface Playing {
  issue: number;
  people: (login: string) => Maintainer;
  kept: Record<string, Seen>;
  tell: (line: string) => void;
  signal: AbortSignal;
}

/** Resolves when the scene is over, or when nothing has happened for so long that nothing will. */
function untilOver(house: House, scene: Scene, { issue, people, kept, tell, signal }: Playing): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = 0;
    let looking = Promise.resolve();
    const look = async (): Promise<void> => {
      for (;;) {
        const seen = await lookAround(house, issue);
        const { story, settled } = seen;
        const step = scene.steps[done];
        if (!step?.when(seen)) {
          const inReview = [story, ...seen.team].filter((one) => one?.status === 'review');
          if (scene.approves) for (const one of inReview) if (one) await people(MAINTAINER).lookAtPullRequest(one.id);
          const ended = !step && scene.ends.some((status) => status === story?.status);
          if (settled && (ended || (story && FINAL.has(story.status)))) end();
          return;
        }
        done += 1;
        if (step.tell) tell(step.tell);
        if (step.keep) kept[step.keep] = seen;
        if (step.says) await people(step.says.by).comment(step.says.on?.(seen) ?? issue, step.says.text);
      }
    };
    const quiet = setTimeout(() => {
      tell(`nothing has happened for ${SILENCE / 1_000} seconds; ${storyBranch.format(issue)} stays as it is`);
      end();
    }, SILENCE);
    // One look after another, each after something that may matter; what happens before a look begins is seen by it.
    let due = false;
    const lookSoon = (): void => {
      if (due) return;
      due = true;
      looking = looking
        .then(() => {
          due = false;
          return look();
        })
        .catch(fail);
    };
    const stop = listen(house.hub.world, ({ name }) => {
      quiet.refresh();
      if (name === 'push' || name === 'check_suite' || name === 'workflow_run' || name === 'issue_comment') lookSoon();
    });
    const close = (): void => {
      clearTimeout(quiet);
      stop();
      signal.removeEventListener('abort', end);
    };
    const end = (): void => {
      close();
      resolve();
    };
    const fail = (error: unknown): void => {
      close();
      reject(error);
    };
    signal.addEventListener('abort', end);
    lookSoon();
  });
}
