/** Asking the run's model something beside its work, for a tool. */
import { DEFAULT_THRESHOLD } from '../core/brief.ts';
import { NO_USAGE, type Usage } from '../core/run.ts';
import type { Decider } from './decide/decider.ts';
import { ModelFailed } from './models/model.ts';
import { addUsage } from './models/usage.ts';
import { limitReached, type Run, tell } from './run.ts';

/** What a lost call counts as, where its provider did not say. */
const LOST: Usage = { ...NO_USAGE, model_calls: 1 };

/** What one call of a tool may decide with, and what that has consumed so far. It is counted as the run's at once. */
export function deciderFor(run: Run): { decider: Decider; used: () => Usage } {
  const { brief, model } = run.options;
  let used = NO_USAGE;
  const count = (usage: Usage): void => {
    used = addUsage(used, usage);
    run.progress.usage = addUsage(run.progress.usage, usage);
    run.progress.asides += 1;
  };
  const decider: Decider = {
    answered: brief.decisions ?? [],
    threshold: brief.threshold ?? DEFAULT_THRESHOLD,
    nonce: run.nonce,
    async consult(system, text) {
      const over = limitReached(run);
      if (over) return { over: over.reason ?? over.stop };
      const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }];
      try {
        const reply = await model.reply({ system, tools: [], messages, temperature: 0, signal: run.signal });
        count(reply.usage);
        for (const change of reply.changes ?? []) {
          tell(run.options, { type: 'model_change', turn: run.progress.turns, ...change });
        }
        return { text: reply.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n') };
      } catch (error) {
        if (error instanceof ModelFailed) count(error.usage ?? LOST);
        throw error;
      }
    },
  };
  return { decider, used: () => used };
}
