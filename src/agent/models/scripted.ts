/**
 * A model that plays a script: for trying Orch without a key, for the sample, and for tests. Each call plays the next turn, whatever
 * came of the one before; only `expect` looks at that.
 */
import type { Usage } from '../../core/run.ts';
import { type Message, type Model, ModelFailed, type ModelRequest, type Reply, type ReplyBlock } from './model.ts';
import { type Casting, choosePart, holds, type Script, type ScriptTurn } from './script.ts';
import { estimateRequest, estimateTokens } from './tokens.ts';

/**
 * Plays the part of the script that fits the run. After its last turn it says so and calls nothing. Throws ModelFailed when no
 * part fits; its `reply` rejects with ModelFailed when an `expect` does not hold.
 */
export function scriptedModel(script: Script, casting: Casting): Model {
  const turns = choosePart(script, casting);
  if (typeof turns === 'string') throw new ModelFailed(turns);
  let played: number | undefined;
  let decided = 0;
  return {
    name: `scripted:${script.file}`,
    async reply(request) {
      request.signal.throwIfAborted();
      if (isAside(request)) {
        const answers = [turns[(played ?? 0) - 1]?.decide ?? []].flat();
        return answer(request, [{ type: 'text', text: decision(answers[decided++], played ?? 0) }]);
      }
      played ??= playedBefore(request.messages);
      const number = ++played;
      decided = 0;
      const turn = turns[number - 1];
      if (!turn) {
        return answer(request, [{ type: 'text', text: `The script has ended after ${turns.length} turns.` }]);
      }
      checkExpectations(script, number, turn, request.messages);
      if (turn.fail !== undefined) throw new ModelFailed(turn.fail);
      return answer(request, blocks(turn, number), turn.usd);
    },
    countTokens: (request) => Promise.resolve({ tokens: estimateRequest(request), estimated: true }),
  };
}

/** A question beside the work has no tools, and wants as little chance as there can be. */
function isAside({ tools, temperature }: ModelRequest): boolean {
  return tools.length === 0 && temperature !== undefined;
}

function decision(given: NonNullable<ScriptTurn['decide']> | undefined, turn: number): string {
  if (given === undefined) return `The script has no answer to this question in its turn ${turn}.`;
  return typeof given === 'string' ? given : JSON.stringify(given);
}

/**
 * How many turns were played before this model's first request: none, unless it goes on for one that was killed. Then every call in the history
 * is the script's own, and each of its turns is followed by one message of the loop.
 */
function playedBefore(messages: readonly Message[]): number {
  const ids = messages.flatMap(({ content }) =>
    content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : [])),
  );
  if (ids.length === 0 || !ids.every((id) => /^call_\d+_\d+$/.test(id))) return 0;
  return messages.filter(({ role }) => role === 'user').length - 1;
}

function blocks(turn: ScriptTurn, number: number): ReplyBlock[] {
  const said: ReplyBlock[] = turn.say === undefined ? [] : [{ type: 'text', text: turn.say }];
  const calls = (turn.calls ?? []).map(
    ({ tool, input }, index): ReplyBlock => ({
      type: 'tool_use',
      id: `call_${number}_${index + 1}`,
      name: tool,
      input: input ?? {},
    }),
  );
  return [...said, ...calls];
}

function checkExpectations(script: Script, number: number, turn: ScriptTurn, messages: readonly Message[]): void {
  const came = (messages.at(-1)?.content ?? [])
    .flatMap((block) => (block.type === 'tool_result' || block.type === 'text' ? [block.text] : []))
    .join('\n');
  for (const expected of [turn.expect ?? []].flat()) {
    if (holds(came, expected)) continue;
    throw new ModelFailed(
      `The script ${script.file} expected ${JSON.stringify(expected)} before its turn ${number}, but this came: ${ending(came)}`,
    );
  }
}

/** The end of a text on one line: the end is where test runners say what happened. */
function ending(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'nothing.';
  return line.length > 300 ? `… ${line.slice(-300)}` : line;
}

function answer(request: ModelRequest, content: ReplyBlock[], usd = 0): Reply {
  return {
    content,
    stop: content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end',
    usage: { ...estimated(request, content), cost_usd: usd },
  };
}

/** Near enough to see sizes, and the same for the same history. */
function estimated(request: ModelRequest, content: ReplyBlock[]): Usage {
  return {
    model_calls: 1,
    input_tokens: estimateRequest(request),
    output_tokens: estimateTokens(JSON.stringify(content)),
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cost_usd: 0,
  };
}
