/** A scene that was played to its end, as `--json` tells of it. */
import { expect } from 'vitest';
import type { SceneOutcome } from '../../src/try/run-scene.ts';
import { run } from './process.ts';

/** Plays a scene as a process of its own; everything must be as it has to be. */
export async function played(scene: string, env?: NodeJS.ProcessEnv): Promise<SceneOutcome> {
  const { status, out, err } = await run(['--scene', scene, '--json'], env);
  expect(err).toBe('');
  const outcome = JSON.parse(out) as SceneOutcome;
  expect(outcome.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect({ status, ok: outcome.ok, scene: outcome.scene }).toEqual({ status: 0, ok: true, scene });
  return outcome;
}

/** The text of what is shown under a title. */
export const shown = ({ exhibits }: SceneOutcome, title: RegExp): string =>
  exhibits.find((exhibit) => title.test(exhibit.title))?.text ?? '';
