/**
 * The text of a Chat Completions answer, made into one completion. It is asked for as a stream, because a slow server sends nothing at all
 * for minutes otherwise, and connections without a byte are cut; servers that answer in one piece all the same are understood too.
 */
import { isRecord } from './record.ts';

/** A completion, as loosely as servers send it, or a phrase about what came instead. */
export type Folded = { completion: Record<string, unknown> } | { strange: string };

interface Call {
  id?: string;
  name?: string;
  arguments: unknown;
  extra_content?: unknown;
}

interface Message {
  content: string;
  refusal: string;
  reasoning_content: string;
  reasoning_details: unknown[];
  calls: Call[];
  /** The index that the server gave a call, to its place in `calls`. */
  places: Map<number, number>;
}

/** One completion from the body's text. Never throws. */
export function foldAnswer(text: string): Folded {
  const body = text.trim();
  if (body === '') return { strange: 'its body was empty' };
  if (body.startsWith('{') || body.startsWith('[')) {
    try {
      const completion: unknown = JSON.parse(body);
      return isRecord(completion) ? { completion } : { strange: 'its body was not a completion' };
    } catch {
      return { strange: 'its body was not JSON' };
    }
  }
  const pieces = eventsIn(body);
  if (pieces.length === 0) return { strange: 'its body was not JSON' };
  return foldPieces(pieces);
}

/** The data of a stream's events, in order. Comments (`: OPENROUTER PROCESSING`) and other fields are passed over. */
function eventsIn(body: string): string[] {
  return body
    .split(/(?:\r\n|\r|\n){2,}/)
    .map((event) =>
      event
        .split(/\r\n|\r|\n/)
        .flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).replace(/^ /, '')] : []))
        .join('\n'),
    )
    .filter((data) => data !== '');
}

function foldPieces(pieces: readonly string[]): Folded {
  const message: Message = {
    content: '',
    refusal: '',
    reasoning_content: '',
    reasoning_details: [],
    calls: [],
    places: new Map(),
  };
  let finish: unknown;
  let usage: unknown;
  let done = false;
  let choices = 0;
  for (const piece of pieces) {
    if (piece.trim() === '[DONE]') {
      done = true;
      break;
    }
    let chunk: unknown;
    try {
      chunk = JSON.parse(piece);
    } catch {
      // With a piece lost, what is left of a file's text could look whole.
      return { strange: `a piece of its stream was not JSON (${JSON.stringify(piece.slice(0, 40))})` };
    }
    if (!isRecord(chunk)) continue;
    if (chunk.error) return { completion: { error: chunk.error } };
    if (isRecord(chunk.usage)) usage = chunk.usage;
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (!isRecord(choice)) continue;
    if (choice.error) return { completion: { error: choice.error } };
    choices++;
    const delta = choice.delta ?? choice.message;
    if (isRecord(delta)) add(message, delta);
    finish = choice.finish_reason ?? finish;
  }
  if (choices === 0) return { strange: 'its stream had no message' };
  const { content, refusal, reasoning_content, reasoning_details, calls } = message;
  const tool_calls = calls.map((call) => ({
    id: call.id,
    function: { name: call.name, arguments: call.arguments },
    extra_content: call.extra_content,
  }));
  const whole = { content, refusal, reasoning_content, reasoning_details, tool_calls };
  // A stream that just ends was cut off, however clean the cut.
  const finish_reason = finish ?? (done ? undefined : 'length');
  return { completion: { choices: [{ message: whole, finish_reason }], usage } };
}

function add(message: Message, delta: Record<string, unknown>): void {
  message.content += textOf(delta.content);
  message.refusal += textOf(delta.refusal);
  message.reasoning_content += textOf(delta.reasoning_content);
  if (Array.isArray(delta.reasoning_details)) message.reasoning_details.push(...(delta.reasoning_details as unknown[]));
  if (!Array.isArray(delta.tool_calls)) return;
  for (const [place, piece] of (delta.tool_calls as unknown[]).entries()) {
    if (isRecord(piece)) addCall(message, piece, place);
  }
}

function addCall(message: Message, piece: Record<string, unknown>, place: number): void {
  const index = typeof piece.index === 'number' ? piece.index : place;
  const id = typeof piece.id === 'string' && piece.id !== '' ? piece.id : undefined;
  const known = message.calls[message.places.get(index) ?? -1];
  // Some servers give every call the index 0: a new id is a new call.
  const call =
    known && (id === undefined || known.id === undefined || known.id === id) ? known : newCall(message, index);
  if (id !== undefined) call.id = id;
  if (piece.extra_content !== undefined) call.extra_content = piece.extra_content;
  if (!isRecord(piece.function)) return;
  if (typeof piece.function.name === 'string' && piece.function.name !== '') call.name ??= piece.function.name;
  const more = piece.function.arguments;
  if (typeof more === 'string' && typeof call.arguments === 'string') call.arguments += more;
  else if (isRecord(more)) call.arguments = more;
}

function newCall(message: Message, index: number): Call {
  const call: Call = { arguments: '' };
  message.places.set(index, message.calls.length);
  message.calls.push(call);
  return call;
}

/** The text in a `content`: a string, or a list of parts of which those with a text count. Anything else is no text. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as unknown[])
    .map((part) =>
      typeof part === 'string' ? part : isRecord(part) && part.type !== 'thinking' ? textOf(part.text) : '',
    )
    .join('');
}
