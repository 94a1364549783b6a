/**
 * A model that plays a script: for trying Orch without a key, for the sample, and for tests. Each call plays the next turn, whatever
 * came of the one before; only `expect` looks at that.
 */
import type { Usage } from '../../core/run.ts';
import { type Message, type Model, ModelFailed, type ModelRequest, type Reply, type ReplyBlock } from './model.ts';
import { type Casting, choosePart, holds, type Script, type ScriptTurn } from './script.ts';

/**
 * Plays the part of the script that fits the run. After its last turn it says so and calls nothing. Throws ModelFailed when no
 * part fits; its `reply` rejects with ModelFailed when an `expect` does not hold.
 */
export function scriptedModel(script: Script, casting: Casting): Model {
  const turns = choosePart(script, casting);
  if (typeof turns === 'string') throw new ModelFailed(turns);
  let played = 0;
  return {
    name: `scripted:${script.file}`,
    async reply(request) {
      request.signal.throwIfAborted();
      const number = ++played;
      const turn = turns[number - 1];
      if (!turn) {
        return answer(request, [{ type: 'text', text: `The script has ended after ${turns.length} turns.` }]);
      }
      checkExpectations(script, number, turn, request.messages);
      if (turn.fail !== undefined) throw new ModelFailed(turn.fail);
      return answer(request, blocks(turn, number));
    },
  };
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

function answer(request: ModelRequest, content: ReplyBlock[]): Reply {
  const { system, tools, messages } = request;
  return {
    content,
    stop: content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end',
    usage: countCharacters(JSON.stringify({ system, tools, messages }), JSON.stringify(content)),
  };
}

/** A token is counted as four characters, rounded up: near enough to see sizes, and the same for the same history. It costs nothing. */
function countCharacters(input: string, output: string): Usage {
  return {
    model_calls: 1,
    input_tokens: Math.ceil(input.length / 4),
    output_tokens: Math.ceil(output.length / 4),
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cost_usd: 0,
  };
}
