/** What the agent's loop costs a turn, against the barest loop that does the same: ask the model, call the tool, keep both. No model is asked. */
import { mkdirSync } from 'node:fs';
import { systemClock } from '../src/agent/clock.ts';
import { toolEnvironment } from '../src/agent/environment.ts';
import { gitIn } from '../src/agent/git.ts';
import { runAgent } from '../src/agent/loop.ts';
import type { Message, Model } from '../src/agent/models/model.ts';
import { readTool } from '../src/agent/tools/read.ts';
import { openWorkspace } from '../src/agent/workspace.ts';
import { briefSchema } from '../src/core/brief.ts';
import { NO_USAGE } from '../src/core/run.ts';

const TURNS = 200;

/** A model that answers at once and reads the same file for ever. */
function reader(): Model {
  let calls = 0;
  return {
    name: 'a model that reads',
    reply: async () => {
      calls += 1;
      return {
        content: [{ type: 'tool_use', id: `call-${calls}`, name: 'read', input: { path: 'index.js' } }],
        stop: 'tool_use',
        usage: { ...NO_USAGE, model_calls: 1 },
      };
    },
  };
}

/** Milliseconds a turn of the loop and of the bare one, in a checkout. `brief` is that of a run in it. */
export async function measureTurn(
  root: string,
  brief: unknown,
  scratch: string,
): Promise<{ loop: number; bare: number }> {
  mkdirSync(scratch);
  const told = { ...briefSchema.parse(brief), limits: { turns: TURNS, minutes: 30, usd: 1 } };
  const git = gitIn(root, toolEnvironment({ path: process.env.PATH, home: scratch }));
  const workspace = await openWorkspace({ root, start: told.start, base: told.base.sha, git, scratch });
  const tool = readTool(root);
  const signal = new AbortController().signal;

  const begun = performance.now();
  await runAgent({
    brief: told,
    workspace,
    model: reader(),
    tools: [tool],
    clock: systemClock,
    signal,
    emit: () => {},
    nonce: 'measure',
  });
  const between = performance.now();
  const model = reader();
  const messages: Message[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const { content } = await model.reply({ system: '', tools: [tool.description], messages, signal });
    messages.push({ role: 'assistant', content });
    for (const block of content) {
      if (block.type !== 'tool_use') continue;
      const { text } = await tool.call(block.input, { signal });
      messages.push({ role: 'user', content: [{ type: 'tool_result', id: block.id, text, error: false }] });
    }
  }
  const ended = performance.now();
  return { loop: (between - begun) / TURNS, bare: (ended - between) / TURNS };
}
