/**
 * The events of an answer that Claude's API streams, made into one message again: as it would have come in one piece. A gateway's events
 * are taken loosely; what is no event of a message is passed over, because the API may add kinds at any time.
 *
 * The SDK's own helper is not used for this: it completes arguments that were cut off, so that half a file would look whole, and it
 * says nothing of the tokens of an answer that broke off, which are paid for all the same.
 */
import { isRecord } from './record.ts';

interface Block {
  /** As `content_block_start` had it, grown by what followed. */
  data: Record<string, unknown>;
  /** The arguments of a call, in pieces until the end. */
  written: string;
}

/** What has come of an answer so far. */
export interface Heard {
  /** As `message_start` had it; undefined before it came. */
  start: Record<string, unknown> | undefined;
  blocks: Map<number, Block>;
  stop: unknown;
  /** The figures reported so far. A later one replaces an earlier one: each is of the whole message. */
  usage: Record<string, unknown>;
  ended: boolean;
}

/** An answer of which nothing has come yet. */
export function nothingHeard(): Heard {
  return { start: undefined, blocks: new Map(), stop: undefined, usage: {}, ended: false };
}

/** Adds an event's data to what was heard. */
export function hear(heard: Heard, event: unknown): void {
  if (!isRecord(event)) return;
  const index = typeof event.index === 'number' ? event.index : heard.blocks.size;
  if (event.type === 'message_start' && isRecord(event.message)) {
    heard.start = event.message;
    count(heard, event.message.usage);
  } else if (event.type === 'content_block_start' && isRecord(event.content_block)) {
    heard.blocks.set(index, { data: { ...event.content_block }, written: '' });
  } else if (event.type === 'content_block_delta' && isRecord(event.delta)) {
    const block = heard.blocks.get(index);
    if (block) grow(block, event.delta);
  } else if (event.type === 'message_delta') {
    if (isRecord(event.delta)) heard.stop = event.delta.stop_reason ?? heard.stop;
    count(heard, event.usage);
  } else if (event.type === 'message_stop') {
    heard.ended = true;
  }
}

function grow(block: Block, delta: Record<string, unknown>): void {
  const { data } = block;
  if (delta.type === 'text_delta') data.text = joined(data.text, delta.text);
  else if (delta.type === 'input_json_delta') block.written = joined(block.written, delta.partial_json);
  else if (delta.type === 'thinking_delta') data.thinking = joined(data.thinking, delta.thinking);
  // The signature comes whole.
  else if (delta.type === 'signature_delta') data.signature = delta.signature;
}

function joined(before: unknown, more: unknown): string {
  return (typeof before === 'string' ? before : '') + (typeof more === 'string' ? more : '');
}

function count(heard: Heard, usage: unknown): void {
  if (!isRecord(usage)) return;
  for (const [name, value] of Object.entries(usage)) if (value !== null) heard.usage[name] = value;
}

/**
 * Whether the whole answer was heard. All of its content stands before the stop reason, so that one which breaks off after it lacks
 * nothing.
 */
export function isWhole({ start, stop, ended }: Heard): boolean {
  return start !== undefined && (ended || typeof stop === 'string');
}

/** The message, as the API sends it in one piece. */
export function messageHeard(heard: Heard): Record<string, unknown> {
  const blocks = [...heard.blocks].sort(([a], [b]) => a - b);
  const content = blocks.map(([, block]) =>
    block.written === '' ? block.data : { ...block.data, input: argumentsIn(block.written) },
  );
  return { ...heard.start, content, stop_reason: heard.stop ?? heard.start?.stop_reason, usage: heard.usage };
}

/** The arguments as data. Text that is no JSON stays text: the tool then says that it takes an object, and the model reads that. */
function argumentsIn(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
