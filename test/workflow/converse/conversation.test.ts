import { describe, expect, test } from 'vitest';
import type { Submitted } from '../../../src/workflow/converse/answer.ts';
import {
  type Conversation,
  converse,
  keptText,
  type Next,
  readKept,
  type Subject,
} from '../../../src/workflow/converse/conversation.ts';
import { libraryOf, project, STARTED } from '../run/stage.ts';

const INSTRUCTIONS = `# All of it
<critical>Be brief.</critical>
<step n="1" goal="Begin"><action>Look.</action><template-output>first</template-output></step>
<step n="2" goal="Tell"><output>Half way through {{first}}.</output><ask response="size">How large? (small/large)</ask></step>
<step n="3" goal="Perhaps" if="there is time"><action>Go on.</action><template-output>more</template-output></step>
<step n="4" goal="A task"><invoke-task>Count the words</invoke-task><action>Sum up, {{size}}.</action><template-output>last, rest</template-output></step>
`;

const ANSWERS: Submitted[] = [
  { outputs: { first: 'One' } },
  { answer: 'large', confidence: 0.9, reasons: 'There is room.' },
  { holds: true },
  { outputs: { more: 'More' } },
  { result: '3', variables: { words: 3 } },
  { outputs: { last: 'Last' }, variables: { rest: ['a', 'b'] } },
];

const YAML = 'name: w\ndefault_output_file: "docs/w.md"\n';

const begin = (root: string, changes: Partial<Subject> = {}): Conversation => {
  const library = libraryOf(root);
  return converse({
    ...{ library, loaded: library.at('w'), started: STARTED, variables: {}, threshold: 0.75, answered: [] },
    refusal: () => undefined,
    fileRefusal: () => undefined,
    ...changes,
  });
};

const textOf = (next: Next): string => ('text' in next ? next.text : JSON.stringify(next));

describe('a conversation', () => {
  test('puts what an agent does into words, and does the rest by itself', () => {
    const talk = begin(project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS }));
    const said = [talk.opening, ...ANSWERS.map((answer) => talk.submit(answer))];
    expect(said.map(textOf).map((text) => text.split('\n').at(-1))).toEqual([
      'Submit `outputs`: `first`.',
      'Submit `answer` (one of: small, large), `confidence` from 0 to 1, and `reasons`. When you are not sure, people are asked.',
      'Submit `holds`: true or false, and `reasons`.',
      'Submit `outputs`: `more`.',
      'Submit `result`.',
      'Submit `outputs`: `last`; `rest`.',
      expect.stringContaining('"outcome":"finished"'),
    ]);
    expect(textOf(said[0]!)).toContain('Request 1, step 1 "Begin", of the workflow w\n\n- Be brief.');
    expect(textOf(said[5]!)).toContain('Sum up, large.');
    expect(talk.said()).toEqual(['Half way through One.']);
    expect(talk.written()).toMatchObject({ first: 'One', more: 'More', last: 'Last', rest: '- a\n- b' });
  });

  test('goes on from its state after every answer to the same end', () => {
    const root = project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS });
    const whole = begin(root);
    const end = ANSWERS.map((answer) => whole.submit(answer)).at(-1);
    let talk = begin(root);
    let last: Next = talk.opening;
    for (const answer of ANSWERS) {
      const kept = readKept(keptText(talk.state(), 24_000));
      talk = begin(root, { kept });
      expect([talk.resumed, textOf(talk.opening)]).toEqual([true, textOf(last)]);
      last = talk.submit(answer);
    }
    expect(last).toEqual(end);
    // An end that was kept is the same end, without a request.
    expect(begin(root, { kept: readKept(keptText(talk.state(), 24_000)) }).opening).toEqual(end);
  });

  test('keeps no state that is too long', () => {
    const talk = begin(project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS }));
    expect(keptText(talk.state(), 100)).toBeUndefined();
    expect([readKept(undefined), readKept('{'), readKept('{"schema":99}')]).toEqual([undefined, undefined, undefined]);
  });

  test.each<[number, Submitted, string]>([
    [0, { passed: true }, '`passed` does not belong to this request.'],
    [0, { outputs: { other: 'x' } }, '`other` was not asked for.'],
    [0, { outputs: { first: null } }, '`first` is missing.'],
    [0, { outputs: { first: 'x' }, variables: { '9': 1 } }, 'cannot be the name of a variable'],
    [1, { answer: 'large' }, '`confidence` is missing.'],
    [1, { confidence: 1 }, '`answer` is missing.'],
    [1, { stop: { what: 'run', reason: 'x' } }, '`stop` does not belong to this request.'],
    [2, { reasons: 'yes' }, '`holds` is missing.'],
    [4, { outputs: { words: 'x' } }, '`outputs` does not belong to this request.'],
  ])('leaves request %i open when %j does not fit', (before, wrong, why) => {
    const talk = begin(project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS }));
    for (const answer of ANSWERS.slice(0, before)) talk.submit(answer);
    const state = structuredClone(talk.state());
    expect(talk.submit(wrong)).toMatchObject({ kind: 'refused', text: expect.stringContaining(why) });
    expect(talk.state()).toEqual(state);
    expect(talk.submit(ANSWERS[before]!).kind).not.toBe('refused');
  });

  test('passes over empty fields and reasons where they say nothing', () => {
    const talk = begin(project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS }));
    const first = { outputs: { first: 'One' }, answer: '', reasons: 'Because.', confidence: 1 };
    expect(talk.submit(first).kind).toBe('request');
  });

  test('asks people where an agent is not sure, and takes an answer that fits only', () => {
    const root = project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS });
    const talk = begin(root);
    talk.submit(ANSWERS[0]!);
    const asked = talk.submit({ answer: 'small', confidence: 0.2, reasons: 'A guess.' });
    expect(asked).toEqual({
      kind: 'ask',
      question: {
        ...{ question: 'How large? (small/large)', options: ['small', 'large'], default: 1 },
        ...{ confidence: 0.2, reasoning: 'A guess.' },
      },
    });
    const answered = [{ question: 'How large? (small/large)', answer: 'huge', by: 'maria' }];
    const again = begin(root, { kept: readKept(keptText(talk.state(), 24_000)), answered });
    expect(textOf(again.opening)).toContain('there is time');
    expect(again.state().answers.at(-1)).toMatchObject({ answer: 'huge', by: 'maria' });
  });

  test('ends when a document has no place', () => {
    const root = project({ 'w/workflow.yaml': YAML, 'w/instructions.md': INSTRUCTIONS });
    const talk = begin(root, { fileRefusal: (file) => `Not ${file}.` });
    expect(talk.submit(ANSWERS[0]!)).toEqual({ kind: 'failed', reason: 'Not docs/w.md.', useless: false });
  });
});
