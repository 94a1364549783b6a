/** Short forms for what must be true at the end of a scene. */
import type { Run } from '../../core/run.ts';
import type { Check, SceneEnd } from './scene.ts';

/** A check, and what was found when it is not true. */
export const check = (what: string, ok: boolean, found: unknown): Check => ({
  what,
  ok,
  found: typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing'),
});

/** The story's run of that number, from 1. */
export const runNumber = ({ runs }: SceneEnd, number: number): Run | undefined =>
  runs.find(({ attempt }) => attempt === number);

/** Comments of Orch's own in which the pattern is found. */
export const saidByOrch = ({ comments }: Pick<SceneEnd, 'comments'>, pattern: RegExp): string[] =>
  comments.filter(({ by, body }) => isOrch(by) && pattern.test(body)).map(({ body }) => body);

/** Orch writes as the App, or as the bot of its workflows where there is no server. */
export const isOrch = (login: string): boolean => /^(orch|github-actions)\[bot\]$/.test(login);

export const isMerged = ({ story }: SceneEnd): Check =>
  check('the story is merged', story?.status === 'merged', story?.status ?? 'no story');
