import { describe, expect, test } from 'vitest';
import { advance, begin } from '../../../src/workflow/run/advance.ts';
import { inStep, libraryOf, plain, project, run, STARTED } from './stage.ts';

describe('a step becomes as few requests as it can', () => {
  test('text and actions go to the agent together, in their order, with the sections right behind', () => {
    expect(
      inStep(
        'Welcome them.\n<action>Read the issue</action>\n<note>Be short.</note>\n<action>List what is open</action>\n<template-output>summary</template-output>\n<template-output>risks</template-output>',
      ),
    ).toEqual([
      'work: Welcome them. /  / Read the issue /  / Note: Be short. /  / List what is open -> summary, risks',
      'approve: summary',
      'approve: risks',
    ]);
  });

  test('rules of the workflow and of the step come with the work, and are not work themselves', () => {
    const root = project({
      'w/instructions.md':
        '# Title\n<critical>Never guess.</critical>\n<step n="1" goal="g"><critical>Read all.</critical><action>Go</action><check if="is it late"><critical>Hurry.</critical></check></step>\n<step n="2" goal="h"><action>On</action></step>\n',
    });
    const { requests } = run(root);
    expect(requests.map((request) => (request.kind === 'work' ? [request.text, request.rules] : request.kind))).toEqual(
      [['# Title\n\nGo', ['Never guess.', 'Read all.']], 'judge', ['Rule: Hurry.\n\nOn', ['Never guess.']], 'done'],
    );
  });

  test('examples, notes and headings alone make no request; they wait for the next work', () => {
    expect(inStep('## Part one\n<example>{{a}}</example>\n<ask>Ready?</ask>\n<action>Go</action>')).toEqual([
      'ask: Ready?',
      'work: ## Part one /  / Example: / {{a}} /  / Go',
    ]);
  });

  test('unknown tags are text for the agent', () => {
    expect(inStep('<action>Do</action> <WebSearch if="novel">prior art</WebSearch>')).toEqual([
      'work: Do /  / <WebSearch if="novel">prior art</WebSearch>',
    ]);
  });

  test('a request says where it is from', () => {
    const root = project({ 'w/instructions.md': '\n<step n="3b" goal="Compare">\n<ask>Which?</ask>\n</step>' });
    expect(run(root).requests[0]?.place).toEqual({
      workflow: 'w',
      file: 'w/instructions.md',
      line: 3,
      step: '3b',
      goal: 'Compare',
    });
  });
});

describe('variables', () => {
  test('come from the answers of the agent, and are put in where they are used', () => {
    const lines = inStep(
      '<action>Find {{key}}</action><output>Found {{key}} in {project-root}/docs, {unknown}.</output>',
      { work: () => ({ variables: { key: 'A-1' } }) },
    );
    expect(lines).toEqual(['work: Find {{key}}', 'say: Found A-1 in docs, {unknown}.']);
  });

  test('that a text for people lacks are asked of the agent first', () => {
    expect(inStep('<output>{{count}} of {{ all of them }}</output>')).toEqual([
      'work: Give the values for this text, which goes to people: /  / {{count}} of {{ all of them }} -> count, all of them',
      'say: <count> of <all of them>',
    ]);
  });

  test('that the rest of the step will use are announced', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g"><action>Find {{a}}</action><check if="b == 2"><action>x</action></check><output>{{c}}</output></step><step n="2" goal="h"><output>{{d}}</output></step>',
    });
    expect(run(root).requests[0]).toMatchObject({ wants: ['a', 'b', 'c'] });
  });

  test('that the configuration should have had are asked of a person, once, when they are first used', () => {
    const root = project({
      'w/workflow.yaml':
        'name: w\nconfig_source: "{project-root}/c.yaml"\nuser: "{config_source}:user_name"\nnever: "{config_source}:never"\n',
      'w/instructions.md': '<step n="1" goal="g"><action>Greet {user}</action><output>Bye, {user}.</output></step>',
    });
    expect(run(root, { ask: () => ({ answer: 'Mona' }) }).lines).toEqual([
      'ask: What is `user`? The workflow reads it from `user_name` in c.yaml, which does not have it.',
      'work: Greet Mona',
      'say: Bye, Mona.',
      'done: finished, every step was done',
    ]);
  });

  test('cannot move the files of the workflow, nor have names that are none', () => {
    const root = project({
      'w/workflow.yaml': 'name: w\ninstalled_path: "{project-root}/w"\n',
      'w/instructions.md': '<step n="1" goal="g"><action>Go</action></step>',
    });
    const problems: (string | undefined)[] = [];
    const tries = [{ installed_path: '/etc' }, JSON.parse('{"__proto__": 1}'), { 'a b': 1 }, {}];
    run(root, {
      work: (request) => {
        problems.push(request.problem);
        return { variables: tries[problems.length - 1] };
      },
    });
    expect(problems).toEqual([
      undefined,
      '`installed_path` belongs to the workflow and cannot be set',
      expect.stringContaining('`__proto__` cannot be the name of a variable'),
      expect.stringContaining('`a b` cannot be the name of a variable'),
    ]);
  });
});

describe('questions', () => {
  test('fill the variable that they name, and `answer`', () => {
    expect(
      inStep(
        '<ask response="level">Which level?</ask><check if="level == 2"><output>{{level}}, {{answer}}</output></check>',
        {
          ask: () => ({ answer: '2' }),
        },
      ),
    ).toEqual(['ask: Which level?', 'say: 2, 2']);
  });

  test.each([
    ['y', ['say: on']],
    ['Yes', ['say: on']],
    ['n', ['say: off']],
  ])('that offer (y/n) decide the checks behind them: %s', (answer, said) => {
    const lines = inStep(
      '<ask>Go on? (y/n)</ask><check if="yes"><output>on</output></check><check if="n"><output>off</output></check>',
      { ask: () => ({ answer }) },
    );
    expect(lines.slice(1)).toEqual(said);
  });

  test('answered in other words are judged', () => {
    const lines = inStep('<ask>Go on? (y/n)</ask><check if="n"><output>off</output></check>', {
      ask: () => ({ answer: 'rather not' }),
      judge: () => ({ holds: false }),
    });
    expect(lines).toEqual(['ask: Go on? (y/n)', 'judge: Does this hold: n']);
  });

  test('of the agent go to a person, and its work comes again with the answer', () => {
    const lines = inStep('<action>Build it</action><action if="the wish is unclear">Ask</action>', {
      work: ({ text }) => (text.includes('The answer') ? {} : { question: { text: 'Which colour?' } }),
      ask: () => ({ answer: 'Green' }),
    });
    expect(lines).toEqual([
      'work: Build it /  / If the wish is unclear: Ask',
      'ask: Which colour?',
      'work: Build it /  / If the wish is unclear: Ask /  / You asked: Which colour? / The answer: Green',
    ]);
  });
});

describe('mode autonomous', () => {
  const body =
    '<ask response="a">Level? (default: 2)</ask><ask response="b">Which?</ask><elicit-required /><template-output>s</template-output><output>{{a}} {{b}}</output>';

  test('takes defaults, lets the agent decide, and approves nothing by a person', () => {
    expect(inStep(body, {}, { mode: 'autonomous' })).toEqual([
      'decide: Which?',
      'work: Write the section `s` of the document. -> s',
      'say: 2 sure',
    ]);
  });

  test('asks a person where the agent is less sure than the threshold, with what the agent thought', () => {
    const root = project({ 'w/instructions.md': '<step n="1" goal="g"><ask response="b">Which?</ask></step>' });
    const unsure = { decide: () => ({ answer: 'Left', confidence: 0.74, reasons: 'a guess' }) };
    expect(run(root, unsure, { mode: 'autonomous' }).requests[1]).toMatchObject({
      kind: 'ask',
      question: 'Which?',
      proposal: { answer: 'Left', confidence: 0.74, reasons: 'a guess' },
    });
    const sure = { decide: () => ({ answer: 'Left', confidence: 0.75 }) };
    expect(run(root, sure, { mode: 'autonomous' }).lines).toEqual([
      'decide: Which?',
      'done: finished, every step was done',
    ]);
  });

  test('lets the agent judge whether an optional step is of use; in mode normal a person says so', () => {
    const root = project({
      'w/instructions.md': '<step n="4" goal="Extra" optional="true"><action>More</action></step>',
    });
    expect(run(root, { ask: () => ({ answer: 'no' }) }).lines.slice(0, -1)).toEqual([
      'ask: Step 4, "Extra", is optional. Should it be done?',
    ]);
    expect(run(root, {}, { mode: 'autonomous' }).lines.slice(0, -1)).toEqual([
      'judge: Step 4, "Extra", is optional. Is it of use here?',
      'work: More',
    ]);
  });
});

describe('an answer', () => {
  const twoAsks = () => {
    const root = project({ 'w/instructions.md': '<step n="1" goal="g"><ask>A?</ask><ask>B?</ask></step>' });
    const library = libraryOf(root);
    return { root, library, first: begin(library, library.at('w'), { mode: 'normal', started: STARTED }) };
  };

  test('that comes twice or late changes nothing', () => {
    const { library, first } = twoAsks();
    const second = advance(library, first.state, { kind: 'ask', answer: 'a' }, first.request.id);
    expect(second.request).toMatchObject({ kind: 'ask', question: 'B?' });
    const late = advance(library, second.state, { kind: 'ask', answer: 'a' }, first.request.id);
    expect(late).toEqual({ state: second.state, request: second.request, documents: [] });
  });

  test('leaves the state that was given as it is', () => {
    const { library, first } = twoAsks();
    const before = JSON.stringify(first.state);
    advance(library, first.state, plain(first.request));
    expect(JSON.stringify(first.state)).toBe(before);
  });

  test('is not taken when the instructions have changed under the run', () => {
    const { root, first } = twoAsks();
    const { library } = {
      library: libraryOf(project({ 'w/instructions.md': '<step n="1" goal="g"><ask>C?</ask></step>' })),
    };
    const changed = advance(library, first.state, { kind: 'ask', answer: 'a' });
    expect(changed.request).toMatchObject({ kind: 'done', outcome: 'failed' });
    expect((changed.request as { reason: string }).reason).toBe(
      'the instructions of w/workflow.yaml were changed since the run began; put the old ones back, or begin the run again',
    );
    expect(advance(libraryOf(root), changed.state, { kind: 'ask', answer: 'a' }).request).toMatchObject({
      question: 'B?',
    });
  });

  test('may end the workflow or the run', () => {
    const root = project({
      'w/instructions.md': '<step n="1" goal="g"><action>HALT</action><action if="x == 1">no</action></step>',
    });
    const { done } = run(root, { work: () => ({ stop: { what: 'run', reason: 'no story is ready' } }) });
    expect(done).toMatchObject({ outcome: 'stopped', reason: 'no story is ready' });
  });
});
