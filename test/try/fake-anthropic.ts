/** As much of Anthropic's Messages API as answers one run: a turn for each request, in order, with usage as the real one reports it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Turn } from './repository.ts';

export async function startFakeAnthropic(turns: readonly Turn[]): Promise<{ url: string; close(): Promise<void> }> {
  let turn = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const calls = turns[turn]?.calls ?? [];
      turn += 1;
      const content = calls.map(({ tool, input }, index) => ({
        type: 'tool_use',
        id: `toolu_${turn}_${index}`,
        name: tool,
        input,
      }));
      const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { stream?: boolean };
      response.writeHead(200, { 'content-type': asked.stream ? 'text/event-stream' : 'application/json' });
      response.end(asked.stream ? streamed(messageOf(turn, content)) : JSON.stringify(messageOf(turn, content)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Call {
  type: string;
  id: string;
  name: string;
  input: unknown;
}

function messageOf(turn: number, content: Call[]) {
  return {
    id: `msg_${turn}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content,
    stop_reason: 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 100, output_tokens: 50, cache_creation_input_tokens: 10, cache_read_input_tokens: 1_000 },
  };
}

/** The message as a stream: each call begins empty, and its input comes as text. */
function streamed(message: ReturnType<typeof messageOf>): string {
  const { content, stop_reason, stop_sequence, usage, ...start } = message;
  const events = [
    { type: 'message_start', message: { ...start, content: [], usage: { ...usage, output_tokens: 1 } } },
    ...content.flatMap(({ input, ...call }, index) => [
      { type: 'content_block_start', index, content_block: { ...call, input: {} } },
      { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) } },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage: { output_tokens: usage.output_tokens } },
    { type: 'message_stop' },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
