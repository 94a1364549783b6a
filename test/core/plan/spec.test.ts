import { describe, expect, test } from 'vitest';
import { MOST_OF_A_SPEC, nextSteps, readSpec } from '../../../src/core/plan/spec.ts';

const read = (text: string, name = 'spec.md') => readSpec(new TextEncoder().encode(text), name);

test('Markdown is kept as it is', () => {
  const text = '\uFEFF# A chat\r\n\r\nPeople write to each other.\r\n';
  expect(read(text)).toEqual({ ok: true, text, title: 'Build A chat' });
});

test('other text stays text: tags are seen, and no fence of its own ends it', () => {
  const text = '<project_name>Chat</project_name>\n```\ncode\n```\n';
  expect(read(text, 'app_spec.txt')).toEqual({
    ok: true,
    title: 'Build Chat',
    text: `# Specification\n\nThe text of \`app_spec.txt\`, as it was written.\n\n\`\`\`\`text\n${text}\`\`\`\`\n`,
  });
});

test.each([
  ['nothing', new Uint8Array(), 'is empty; write down what is to be built'],
  ['white space', new TextEncoder().encode(' \n\t'), 'is empty; write down what is to be built'],
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'is not text in UTF-8; save it as plain text or Markdown'],
  ['zeros', new Uint8Array(4), 'is not text in UTF-8; save it as plain text or Markdown'],
  [
    'a book',
    new Uint8Array(MOST_OF_A_SPEC + 1).fill(97),
    'has 200001 bytes, and a specification has at most 200000; split it into several, an epic each',
  ],
])('%s is refused', (_, bytes, why) => {
  expect(readSpec(bytes, 'spec.md')).toEqual({ ok: false, why });
});

describe('the next step', () => {
  test('is an issue with the text', () => {
    expect(nextSteps({ title: "Build Wes's chat", text: 'x' })[1]).toBe(
      String.raw`  gh issue create --title 'Build Wes'\''s chat' --body-file docs/app_spec.md --label orch:epic`,
    );
  });

  test('or one that names it, where the text is too long for an issue', () => {
    expect(nextSteps({ title: 'Build it', text: 'x'.repeat(60_001) })[1]).toBe(
      "  gh issue create --title 'Build it' --body 'Build what docs/app_spec.md says.' --label orch:epic",
    );
  });
});
