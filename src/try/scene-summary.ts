/** The end of a scene, for people: what was to be seen, and whether everything is as it must be. */
import { styleText } from 'node:util';
import { invisibleSpelled, withoutInvisible } from '../core/invisible.ts';
import { dollars } from '../core/messages/dollars.ts';
import type { TryIo } from './io.ts';
import type { SceneOutcome } from './run-scene.ts';
import type { Scene } from './scenes/scene.ts';

export function printScene(scene: Scene, outcome: SceneOutcome, { out, colour }: Pick<TryIo, 'out' | 'colour'>): void {
  const title = (text: string) => out(`\n${colour ? styleText('bold', text) : text}`);
  const indent = (text: string) => out(text.trimEnd().replaceAll(/^(?=.)/gm, '  '));
  for (const exhibit of outcome.exhibits) {
    title(exhibit.title);
    // Orch breaks up words that would act by a character that nobody sees.
    indent(exhibit.spelled ? invisibleSpelled(exhibit.text) : withoutInvisible(exhibit.text).text);
  }
  title('What must be true');
  for (const { what, ok, found } of outcome.checks) indent(ok ? `✓ ${what}` : `✗ ${what}; found: ${found}`);
  const { requests, modelCalls, costUsd, seconds } = outcome;
  indent(
    `${seconds} s, ${requests.total} requests to GitHub, ${modelCalls} model calls (played from a script), ${dollars(costUsd)}`,
  );
  out('');
  const wrong = outcome.checks.filter(({ ok }) => !ok).length;
  out(wrong === 0 ? scene.moral : `${wrong} of ${outcome.checks.length} things are not as they must be.`);
}
