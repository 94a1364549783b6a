/** From one sentence to a sprint: documents that people accept, stories in the order of their dependencies, three at the same time, and a retrospective. */
import { LABELS } from '../../core/names.ts';
import { STATUS_PATH } from '../../state/layout.ts';
import { check, isMerged } from './check.ts';
import { TEST_COMMAND } from './sample-change.ts';
import type { Scene, SceneEnd, Seen } from './scene.ts';
import { ANSWER, EPIC, PARTS, REFUSED, STORY_TITLES } from './sprint/content.ts';

/** The stories that are built at the same time, by their places in the plan. */
const TOGETHER = [1, 2, 3];

const storyOf = ({ team }: Pick<Seen, 'team'>, title: string) => team.find((story) => story.title === title);

const time = (text: string | undefined): number => (text === undefined ? Number.NaN : Date.parse(text));

/** Milliseconds of the stories' work: all of it in a row, and from the first beginning to the last end. */
function spans({ team }: SceneEnd): { inARow: number; together: number } {
  const all = team.map(({ started_at, completed_at }) => ({ from: time(started_at), to: time(completed_at) }));
  const inARow = all.reduce((sum, { from, to }) => sum + to - from, 0);
  return { inARow, together: Math.max(...all.map(({ to }) => to)) - Math.min(...all.map(({ from }) => from)) };
}

/** Whether every story began after all that it waits for had been merged. */
function inOrder({ story, team }: SceneEnd): boolean {
  const rows = story?.plan?.stories ?? [];
  const at = (key: string) => team.find(({ id }) => rows.find((row) => row.key === key)?.issue?.number === id);
  return rows.every(({ key, after }) =>
    after.every((other) => time(at(other)?.completed_at) <= time(at(key)?.started_at)),
  );
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export const sprint: Scene = {
  name: 'sprint',
  title: 'One sentence becomes requirements, an architecture, six stories and a sprint, and is built.',
  opening: ['every document comes as a pull request; maria accepts it, and what follows begins'],
  config: { commands: { test: TEST_COMMAND } },
  strangers: [],
  secrets: {},
  issues: [{ by: 'maria', ...EPIC }],
  label: LABELS.epic,
  parts: PARTS,
  steps: [
    {
      when: ({ settled, story, team }) =>
        settled && story?.plan?.cycle === 'backlog_ready' && team.length === STORY_TITLES.length,
      tell: 'the stories are opened as sub-issues that wait for each other; maria plans a sprint',
      keep: 'opened',
      says: { by: 'maria', text: '/orch sprint plan calculate with durations' },
    },
    {
      when: ({ settled, story }) => settled && story?.plan?.cycle === 'sprint_planned',
      tell: 'and starts it',
      says: { by: 'maria', text: '/orch sprint start' },
    },
    {
      when: (seen) => storyOf(seen, ANSWER.story)?.blocked?.comment !== undefined,
      tell: 'one story asks something; the others go on, and maria answers',
      keep: 'asked',
      says: { by: 'maria', text: ANSWER.text, on: (seen) => storyOf(seen, ANSWER.story)?.id ?? 0 },
    },
  ],
  approves: true,
  ends: ['merged'],
  checks(end) {
    const documents = end.story?.plan?.documents ?? [];
    const three = TOGETHER.flatMap((place) => storyOf(end, STORY_TITLES[place] ?? '') ?? []);
    const began = Math.max(...three.map(({ started_at }) => time(started_at)));
    const merged = Math.min(...three.map(({ completed_at }) => time(completed_at)));
    const { inARow, together } = spans(end);
    const asked = storyOf(end, ANSWER.story);
    const refused = storyOf(end, REFUSED);
    return [
      check(
        'people accepted the requirements, the architecture, the stories and the retrospective',
        ['prd', 'architecture', 'stories', 'retrospective'].every((name) =>
          documents.some(({ workflow, accepted_at }) => workflow === name && accepted_at !== undefined),
        ),
        documents,
      ),
      check(
        'six stories were opened, and all are merged',
        end.team.length === 6 && end.team.every(({ status }) => status === 'merged'),
        end.team.map(({ id, status }) => [id, status]),
      ),
      check('none began before what it waits for was merged', inOrder(end), end.team),
      check('three were worked on at the same time', three.length === 3 && began < merged, three),
      check('one waited for an answer and went on with it', asked?.decisions?.at(-1)?.answer === ANSWER.words, asked),
      check('one was refused, and did it right the second time', refused?.runs.length === 2, refused?.runs),
      check(
        `it took ${seconds(together)} in place of ${seconds(inARow)} one after the other`,
        together < inARow,
        seconds(together),
      ),
      isMerged(end),
    ];
  },
  exhibits: (end) => [
    { title: 'The board while one story waited for an answer', text: end.kept.asked?.sticky ?? 'nothing' },
    { title: 'The board at the end', text: end.sticky ?? 'nothing' },
    {
      title: `What it cost in requests (${STATUS_PATH} on the state branch says how it stands)`,
      text: end.team.map(({ id, title, runs }) => `#${id} ${title}: ${runs.length} runs`).join('\n'),
    },
  ],
  moral: 'From one sentence to six merged stories: people said yes four times, answered once, and wrote no code.',
};
