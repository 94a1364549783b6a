/** Instructions made at random, answered at random: a run never throws, always ends, and a crash never changes it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInstructions } from '../../../src/workflow/instructions.ts';
import { type Advance, advance, begin } from '../../../src/workflow/run/advance.ts';
import { BOUNDS } from '../../../src/workflow/run/bounds.ts';
import { programOf } from '../../../src/workflow/run/file-library.ts';
import type { Library, Loaded } from '../../../src/workflow/run/library.ts';
import type { Answer, Request } from '../../../src/workflow/run/request.ts';
import { readState } from '../../../src/workflow/run/state.ts';
import { readTemplate } from '../../../src/workflow/template.ts';
import { plain, STARTED } from './stage.ts';

const condition = fc.constantFrom('a == 1', 'b', 'it is late', 'else', 'y', 'not c');
const leaf = fc.constantFrom(
  '<action>Do {{a}}</action>',
  'Text {x} {{#if z}}.',
  '<ask response="b">B? (y/n)</ask>',
  '<output>{{a}} {{c}}</output>',
  '<output>{{#each rows}}{{q}}{{/each}}</output>',
  '<template-output>s1</template-output>',
  '<template-output file="{{f}}.md">s2, s_{{index}}</template-output>',
  '<template-output>a = {{b}}</template-output>',
  '<goto step="1" />',
  '<goto>end</goto>',
  '<goto step="{{a}}">If so</goto>',
  '<invoke-workflow path="other"><param>b: {{b}}</param></invoke-workflow>',
  '<invoke-workflow path="gone" />',
  '<invoke-task>Task in x/y.md</invoke-task>',
  '<critical>Rule</critical>',
  '<note>Note</note>',
  '<elicit-required />',
  '<continue if="b == y" />',
  '<break />',
);
const { body } = fc.letrec<{ body: string; part: string }>((tie) => ({
  body: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('\n')),
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(condition, tie('body')).map(([text, inner]) => `<check if="${text}">${inner}</check>`),
    fc.tuple(condition, tie('body')).map(([text, inner]) => `<action if="${text}">${inner}</action>`),
    fc
      .tuple(
        fc.constantFrom('for-each="r in rows"', 'times="2"', 'until="b"', 'while="a == 1"', 'max="2"', ''),
        tie('body'),
      )
      .map(([over, inner]) => `<loop ${over}>${inner}</loop>`),
  ),
}));
const steps = fc
  .array(
    fc.tuple(
      fc.constantFrom('', 'optional="true"', 'repeat="2"', 'repeat="until-approved"', 'if="a == 1"', 'for-each="rows"'),
      body,
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map(
    (all) =>
      `${all.map(([more, text], index) => `<step n="${index + 1}" goal="g${index}" ${more}>${text}</step>`).join('\n')}\n<step n="99" goal="last"><anchor id="end" /></step>`,
  );

/** A library in memory, so that thousands of runs touch no file. */
function libraryWith(main: string, other: string): Library & { main: Loaded } {
  const loaded = (id: string, text: string): Loaded => ({
    id,
    workflow: {
      ok: true,
      file: `/p/${id}/workflow.yaml`,
      name: id,
      description: '',
      values: { default_output_file: '/p/{{key}}.md', empty: '' },
      asked: [],
      instructions: readInstructions(text, `/p/${id}/instructions.md`),
      parts: new Map(),
      template: readTemplate('{{s1}} {{#each rows}}{{q}}{{/each}} {{w}}', 't.md'),
      checklist: id === 'main' ? 'check' : undefined,
      findings: [],
      folder: { path: `/p/${id}`, projectRoot: '/p', locate: (path) => ({ kind: 'missing', path }) },
    },
  });
  const all = new Map([loaded('main', main), loaded('other', other)].map((one) => [one.id, one]));
  const programs = new Map([...all].map(([id, { workflow }]) => [id, programOf(workflow, null)]));
  return {
    main: all.get('main') as Loaded,
    load: (id) => all.get(id),
    find: (id) => all.get(id),
    program: ({ id }) => programs.get(id),
    template: () => undefined,
    read: () => undefined,
  };
}

/** One answer of many: mostly plain ones, some that are odd, some that are wrong. */
function answerTo(request: Request, roll: number): Answer {
  const usual = plain(request);
  if (roll % 23 === 0) return { kind: 'failed', reason: 'no' };
  if (roll % 29 === 0) return { kind: 'silent' };
  if (usual.kind === 'judge') return { kind: 'judge', holds: roll % 2 === 0 };
  if (usual.kind === 'ask') return { kind: 'ask', answer: ['y', 'no', '1', 'perhaps'][roll % 4] as string };
  if (usual.kind === 'decide') return { ...usual, confidence: (roll % 4) / 3 };
  if (usual.kind === 'approve' && roll % 5 === 0) return { kind: 'approve', verdict: 'change', text: 'other' };
  if (usual.kind === 'work' && roll % 7 === 0)
    return { ...usual, variables: { ...usual.variables, a: roll % 3, rows: [{ q: 1 }, { q: 2 }] } };
  if (usual.kind === 'work' && roll % 31 === 0) return { kind: 'work', question: { text: 'What?' } };
  if (usual.kind === 'work' && roll % 37 === 0) return { kind: 'work', stop: { what: 'workflow', reason: 'enough' } };
  return usual;
}

function play(
  library: ReturnType<typeof libraryWith>,
  rolls: readonly number[],
  mode: 'normal' | 'autonomous',
  crashing: boolean,
): Advance {
  let at = begin(library, library.main, { mode, started: STARTED });
  for (let step = 0; at.request.kind !== 'done'; step++) {
    // Retries have a bound of their own, on top of that of the requests.
    expect(step).toBeLessThan(BOUNDS.requests * 2);
    let { state } = at;
    if (crashing) {
      const read = readState(JSON.parse(JSON.stringify(state)));
      if (!read.ok) throw new Error(read.problem);
      state = read.state;
    }
    at = advance(library, state, answerTo(at.request, (rolls[step % rolls.length] ?? 0) + step));
  }
  return at;
}

test('a run never throws, ends, and goes on after a crash as if there was none', () => {
  fc.assert(
    fc.property(
      steps,
      steps,
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
      fc.constantFrom('normal' as const, 'autonomous' as const),
      (main, other, rolls, mode) => {
        const library = libraryWith(main, other);
        const straight = play(library, rolls, mode, false);
        const crashing = play(libraryWith(main, other), rolls, mode, true);
        expect(crashing).toEqual(straight);
        for (const { file } of crashing.documents) expect(file ?? '').not.toMatch(/^\/|\.\./);
      },
    ),
    { numRuns: 100 },
  );
});
