/**
 * What is said in the scene `sprint`: the one sentence that it begins with, what each scripted role answers, and what the maintainer says. From a sentence
 * to requirements, an architecture and six stories, of which three are built at the same time, one asks something and one is refused once.
 */
import type { ScriptPart } from '../../../agent/models/script.ts';
import { ARCHITECT } from './architecture.ts';
import { PLAN, SCRUM_MASTER, STORY_TITLES as TITLES } from './plan.ts';
import { PRODUCT_MANAGER } from './requirements.ts';
import { RESEARCHER } from './research.ts';
import { RETROSPECTIVE } from './retrospective.ts';
import { COMMAND } from './story-command.ts';
import { COMPARE } from './story-compare.ts';
import { DURATION } from './story-duration.ts';
import { CHOSEN, OPTIONS, QUESTION, ROUND } from './story-round.ts';
import { SUM } from './story-sum.ts';
import { TOTAL } from './story-total.ts';
import { ANALYST } from './why.ts';

/** The issue of the epic: one sentence. */
export const EPIC = {
  title: 'Calculate with durations',
  body: 'I add up the steps of recipes by hand: lapse should take a list such as "20m, 1h 30m, 45s", give me the total, rounded if I like, tell me which step is the longest, and do it all on the command line too.\n',
} as const;

/** The parts of the script, for every role. Those of the developer are cast by the titles of the stories. */
export const PARTS: ScriptPart[] = [
  ANALYST,
  RESEARCHER,
  PRODUCT_MANAGER,
  ARCHITECT,
  SCRUM_MASTER,
  DURATION,
  SUM,
  ...ROUND,
  ...COMPARE,
  TOTAL,
  COMMAND,
  RETROSPECTIVE,
];

/** Titles of the six stories, in the order of the plan. */
export const STORY_TITLES: readonly string[] = PLAN.stories.map(({ title }) => title);

/** What the story that rounds asks, and the maintainer's comment on its issue. The next run goes on only when it is told `words`. */
export const ANSWER = {
  story: TITLES.S3,
  question: QUESTION,
  text: `/orch answer ${CHOSEN}`,
  words: OPTIONS[CHOSEN - 1]!,
} as const;

/** The story whose first attempt is refused, because its test proves nothing. */
export const REFUSED: string = TITLES.S4;
