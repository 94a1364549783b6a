/** As much of Anthropic's Messages API as answers one run: a turn for each request, in order, with usage as the real one reports it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Turn } from './repository.ts';

export async function startFakeAnthropic(turns: readonly Turn[]): Promise<{ url: string; close(): Promise<void> }> {
  let turn = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      const calls = turns[turn]?.calls ?? [];
      turn += 1;
      const content = calls.map(({ tool, input }, index) => ({
        type: 'tool_use',
        id: `toolu_${turn}_${index}`,
        name: tool,
        input,
      }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          id: `msg_${turn}`,
          type: 'message',
          role: 'assistant',
          model: 'claude-sonnet-5-5',
          content,
          stop_reason: 'tool_use',
          stop_sequence: null,
          usage: {
            input_tokens: 100,
            output_tokens: 50,
            cache_creation_input_tokens: 10,
            cache_read_input_tokens: 1_000,
          },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
