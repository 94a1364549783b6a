import { describe, expect, test } from 'vitest';
import { inStep, project, run } from './stage.ts';

const done = 'done: finished, every step was done';

describe('conditions', () => {
  test('that are formal are computed; prose is judged', () => {
    const lines = inStep(
      '<action>Look</action><check if="level &gt;= 2"><output>deep</output></check><check if="the team is new"><output>gentle</output></check>',
      { work: () => ({ variables: { level: 3 } }), judge: () => ({ holds: false }) },
    );
    expect(lines).toEqual(['work: Look', 'say: deep', 'judge: Does this hold: the team is new']);
  });

  test('that hang on a variable which nobody set are judged', () => {
    expect(inStep('<check if="level == 2"><output>two</output></check>')).toEqual([
      'judge: Does this hold: level == 2',
      'say: two',
    ]);
  });

  test.each([
    [{ a: 1 }, ['say: one']],
    [{ a: 2 }, ['say: two']],
    [{ a: 3 }, ['say: none']],
  ])('in a row have one else, for when none of them held: %j', (variables, said) => {
    const body =
      '<check if="a == 1"><check if="a == 9"><output>nine</output></check><output>one</output></check>\n<check if="a == 2"><output>two</output></check>\n<check if="else"><output>none</output></check>';
    const root = project({ 'w/instructions.md': `<step n="1" goal="g">${body}</step>` });
    expect(run(root, {}, { variables }).lines).toEqual([...said, done]);
  });

  test('that are an else without anything before it are judged', () => {
    expect(inStep('<check if="else"><output>x</output></check>')[0]).toBe(
      'judge: The workflow says `else` here, and no condition stands right before it. Is the other case given?',
    );
  });

  test('of every tag hold for it alone', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g" if="a == 1"><output>no</output></step><step n="2" goal="h"><ask if="a == 1">no?</ask><output if="a == 2">yes</output><template-output if="a == 1">s</template-output><goto if="a == 1" step="1" /></step>',
    });
    expect(run(root, {}, { variables: { a: 2 } }).lines).toEqual(['say: yes', done]);
  });

  test('in the words of a goto decide whether it is followed', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g"><goto step="3">If the scope changed</goto><output>two</output></step><step n="3" goal="h"><output>three</output></step>',
    });
    expect(run(root).lines).toEqual(['judge: Does this hold: the scope changed', 'say: three', done]);
  });
});

describe('loops', () => {
  test('over a list have the item and its number in each round', () => {
    const lines = inStep(
      '<action>List</action><loop for-each="story in stories"><output>{{index}} {{story.title}}</output></loop>',
      {
        work: () => ({ variables: { stories: [{ title: 'a' }, { title: 'b' }] } }),
      },
    );
    expect(lines).toEqual(['work: List', 'say: 1 a', 'say: 2 b']);
  });

  test('over a list that nobody gave ask for it', () => {
    const root = project({
      'w/instructions.md': '<step n="3" goal="Split" repeat="for-each-epic"><output>{{epic}}</output></step>',
    });
    expect(run(root).lines).toEqual([
      'work: Step 3 goes over `epics`. Give that as a list, in the order in which it should be gone through. -> epics',
      'say: one',
      'say: two',
      done,
    ]);
  });

  test('count, or go on while or until something holds', () => {
    expect(inStep('<loop times="2"><output>{{index}}</output></loop>')).toEqual(['say: 1', 'say: 2']);
    const counting = '<ask response="n">How many?</ask>';
    const counts = () => {
      let asked = 0;
      return { ask: () => ({ answer: String(++asked) }) };
    };
    expect(inStep(`<loop until="n == 2">${counting}</loop>`, counts())).toHaveLength(2);
    expect(inStep(`${counting}<loop while="n &lt; 3">${counting}</loop>`, counts())).toHaveLength(3);
    expect(inStep('<loop max="3"><output>x</output></loop>')).toHaveLength(3);
  });

  test('are left by break, and shortened by continue', () => {
    const lines = inStep(
      '<loop for-each="n in numbers"><continue if="n == 2" /><break if="n == 4" /><output>{{n}}</output></loop><output>end</output>',
      {},
      { variables: { numbers: [1, 2, 3, 4, 5] } },
    );
    expect(lines).toEqual(['say: 1', 'say: 3', 'say: end']);
  });

  test('in loops begin anew in each round', () => {
    const lines = inStep(
      '<loop for-each="a in as"><loop for-each="b in bs"><break if="b == 2" /><output>{{a}}{{b}}</output></loop></loop>',
      {},
      { variables: { as: ['x', 'y'], bs: [1, 2, 3] } },
    );
    expect(lines).toEqual(['say: x1', 'say: y1']);
  });

  test('until something is approved ask a person, in mode autonomous the agent', () => {
    const root = project({
      'w/instructions.md': '<step n="4" goal="Refine" repeat="until-approved"><action>Refine</action></step>',
    });
    let times = 0;
    const twice = { ask: () => ({ answer: ++times === 2 ? 'yes' : 'no' }) };
    const question = 'Step 4 is repeated: until approved. Is it done, so that no further round is needed?';
    expect(run(root, twice).lines).toEqual([
      'work: Refine',
      `ask: ${question}`,
      'work: Refine',
      `ask: ${question}`,
      done,
    ]);
    expect(run(root, {}, { mode: 'autonomous' }).lines).toEqual(['work: Refine', `judge: ${question}`, done]);
  });

  test('outside of all loops, break and continue end the step', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g"><break /><output>no</output></step><step n="2" goal="h"><output>yes</output></step>',
    });
    expect(run(root).lines).toEqual(['say: yes', done]);
  });
});

describe('goto', () => {
  const steps = (goto: string) =>
    project({
      'w/instructions.md': `<step n="1" goal="g">${goto}<output>one</output></step><step n="2" goal="Second"><output>two</output><anchor id="here" /><output>three</output></step>`,
    });

  test.each([
    ['<goto step="2">Go on</goto>', ['say: two', 'say: three']],
    ['<goto>Second</goto>', ['say: two', 'say: three']],
    ['<goto>here</goto>', ['say: three']],
    ['<goto anchor="#here" />', ['say: three']],
    ['<action>Choose</action><goto step="{{next}}" />', ['work: Choose', 'say: two', 'say: three']],
  ])('%s', (goto, lines) => {
    expect(run(steps(goto), { work: () => ({ variables: { next: 2 } }) }).lines).toEqual([...lines, done]);
  });

  test('to a step that is not there, which only the run knows, is told with those that are', () => {
    const { done: end } = run(steps('<action>Choose</action><goto step="{{next}}" />'), {
      work: () => ({ variables: { next: 'nine' } }),
    });
    expect(end).toMatchObject({
      outcome: 'failed',
      reason: 'w/instructions.md:1: <goto> leads to `nine`, which is not there; there are 1, 2, here',
    });
  });

  test('out of a loop leaves it; back to a step begins it anew', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g"><loop for-each="a in as"><output>{{a}}</output><goto if="a == 2" step="2" /></loop></step><step n="2" goal="h"><ask>Again?</ask><check if="y"><goto step="1" /></check></step>',
    });
    let asked = 0;
    const { lines } = run(
      root,
      { ask: () => ({ answer: ++asked === 1 ? 'y' : 'no more' }), judge: () => ({ holds: false }) },
      { variables: { as: [1, 2, 3] } },
    );
    expect(lines).toEqual([
      'say: 1',
      'say: 2',
      'ask: Again?',
      'say: 1',
      'say: 2',
      'ask: Again?',
      'judge: Does this hold: y',
      done,
    ]);
  });

  test('asks for the condition of the step that it leads to', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g"><goto step="2" /></step><step n="2" goal="h" if="a == 1"><output>no</output></step><step n="3" goal="i"><output>yes</output></step>',
    });
    expect(run(root, {}, { variables: { a: 2 } }).lines).toEqual(['say: yes', done]);
  });
});

describe('nothing goes on for ever', () => {
  const reasonOf = (body: string, variables = {}) => {
    const root = project({ 'w/instructions.md': `<step n="1" goal="g">\n${body}\n</step>` });
    return run(root, {}, { variables }).done.reason;
  };

  test('a loop ends after 100 rounds, and is named', () => {
    expect(reasonOf('<loop>\n<output>x</output></loop>')).toBe(
      'w/instructions.md:2: the loop <loop> (line 2, step 1) has gone 100 rounds, and 100 is the most; split what it goes over, or give it an end that is reached',
    );
    expect(reasonOf('<loop for-each="n in ns"><output>x</output></loop>', { ns: Array(101).fill(1) })).toContain(
      'the loop <loop for-each="n in ns"> (line 2, step 1) has 101 rounds to go',
    );
  });

  test('exactly 100 rounds are fine', () => {
    expect(reasonOf('<loop times="100"><output>x</output></loop>')).toBe('every step was done');
  });

  test('a goto is followed 100 times', () => {
    expect(reasonOf('<output>x</output><goto step="1" />')).toContain(
      'this <goto> to `1` was followed 100 times, which is the most',
    );
  });

  test('a workflow that asks for nothing is stopped too', () => {
    const nested = `${'<loop times="100">'.repeat(4)}${'</loop>'.repeat(4)}`;
    expect(reasonOf(nested)).toContain('goes round without asking for anything');
  });

  test('the requests of a run are counted', () => {
    expect(reasonOf(`${'<loop times="100">'.repeat(2)}<output>x</output>${'</loop>'.repeat(2)}`)).toContain(
      'the run has made 2000 requests, which is the most',
    );
  });

  test('values that stay unusable are asked for five times', () => {
    const root = project({
      'w/workflow.yaml': 'name: w\ntemplate: t.md\ndefault_output_file: d.md\n',
      'w/t.md': '{{#each rows}}{{cell}}{{/each}}',
      'w/instructions.md': '<step n="1" goal="g"><template-output>rows</template-output></step>',
    });
    const { done: end, lines } = run(root, {
      work: () => ({ outputs: { rows: ['a'] }, variables: { rows: [{ no: 1 }] } }),
    });
    expect(end.reason).toContain('`rows` was asked for 5 times, and what came cannot be used');
    expect(lines).toHaveLength(8);
  });
});

describe('what fails is tried again, each class so often', () => {
  const one = (body = '<action>Go</action>') => project({ 'w/instructions.md': `<step n="1" goal="g">${body}</step>` });

  test('an agent that fails, three times in all', () => {
    const { requests, done: end } = run(one(), { work: () => ({ kind: 'failed', reason: 'no model' }) as never });
    expect(requests.map((request) => ('problem' in request ? request.problem : undefined))).toEqual([
      undefined,
      'no model',
      'no model',
      undefined,
    ]);
    expect(end).toMatchObject({
      outcome: 'failed',
      reason: 'w/instructions.md:1: work: agent failed, 3 times; the last time: no model',
    });
  });

  test('an answer that does not fit, four times in all; it is told what was wrong', () => {
    const { requests, done: end } = run(one('<template-output>a</template-output>'), {
      work: () => ({ outputs: { b: 'x' } }),
    });
    expect(requests).toHaveLength(5);
    expect(requests[1]).toMatchObject({ problem: '`a` is missing' });
    expect(end.reason).toContain('answer does not fit, 4 times; the last time: `a` is missing');
  });

  test('an answer of another kind does not fit', () => {
    const { requests } = run(one(), { work: ({ problem }) => (problem ? {} : ({ kind: 'say' } as never)) });
    expect(requests[1]).toMatchObject({ problem: 'a request of kind work was answered by say' });
  });

  test('a person who is silent is asked once more; then the default counts, and where there is none the run stops', () => {
    const silent = { ask: () => ({ kind: 'silent' }) as never };
    const usual = run(one('<ask response="a">Level? (default: 2)</ask><output>{{a}}</output>'), silent);
    expect(usual.lines).toEqual(['ask: Level? (default: 2)', 'ask: Level? (default: 2)', 'say: 2', done]);
    expect(run(one('<ask>Level?</ask>'), silent).done).toMatchObject({
      outcome: 'stopped',
      reason: 'nobody answered: Level?',
    });
  });

  test('silence approves nothing', () => {
    const { done: end } = run(one('<template-output>a</template-output>'), {
      approve: () => ({ kind: 'silent' }) as never,
    });
    expect(end).toMatchObject({
      outcome: 'stopped',
      reason: 'nobody answered: the section `a` waits for approval',
      documents: [],
    });
  });
});
