import { describe, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { architectureSchema } from '../../../src/core/plan/architecture.ts';
import { reviewSchema, sendsBack } from '../../../src/core/plan/finding.ts';
import { readOutcome } from '../../../src/core/plan/outcome.ts';
import { idsToCover, requirementsSchema } from '../../../src/core/plan/requirements.ts';
import { researchSchema, spikeSchema } from '../../../src/core/plan/research.ts';
import { retrospectiveSchema, sprintSchema } from '../../../src/core/plan/retrospective.ts';
import { rightsSchema, toolsOf, writesOf } from '../../../src/core/plan/rights.ts';
import { verdictSchema } from '../../../src/core/plan/verdict.ts';
import { YAML } from './samples.ts';

const problems = (schema: ZodType<unknown>, yaml: string): string[] => {
  const read = readOutcome(schema, `# T\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n`, 'f.md', YAML);
  return read.ok ? [] : read.problems.map(({ line, key, expected }) => `${line} ${key}: ${expected}`);
};

const VERDICT = 'verdict: proceed\nconfidence: 0.9\nreason: r';
const APPROACH = '{ name: A, summary: s, pros: [p], cons: [c], risk: low, sessions: 2 }';
const RESEARCH = `approaches: [${APPROACH}]\nrecommended: A\nconfidence: 0.8`;
const REQUIREMENT = (id: string, weight = 'must') =>
  `  - { id: ${id}, kind: functional, weight: ${weight}, statement: s, check: c }`;
const SPRINT = 'goal: g\nstories: [3, 4]\ncapacity: 6\nplanned: 5';
const FINDING = (weight: string) => `findings: [{ weight: ${weight}, path: a.ts, line: 3, title: t, detail: d }]`;
const REVIEW = (met: boolean) => `summary: s\nacceptance: [{ criterion: c, met: ${met}, shown_by: a.test.ts }]`;

describe('outcomes', () => {
  test.each<[string, ZodType<unknown>, string, string[]]>([
    ['a verdict', verdictSchema, VERDICT, []],
    [
      'a verdict of a word that is none',
      verdictSchema,
      VERDICT.replace('proceed', 'merge'),
      ['4 verdict: expected one of "proceed", "clarify", "reject"'],
    ],
    [
      'clarify without a question',
      verdictSchema,
      VERDICT.replace('proceed', 'clarify'),
      ['4 questions: the verdict is clarify, so at least one question must stand here'],
    ],
    ['clarify with one', verdictSchema, `${VERDICT.replace('proceed', 'clarify')}\nquestions: [{ question: q }]`, []],
    [
      'proceed with a question that nobody must answer',
      verdictSchema,
      `${VERDICT}\nquestions: [{ question: q, options: [a], default: 1 }]`,
      [],
    ],
    [
      'proceed with a question that somebody must',
      verdictSchema,
      `${VERDICT}\nquestions: [{ question: q }]`,
      [
        '7 questions: the verdict is proceed, so each question needs a default that the work goes on with; otherwise the verdict is clarify',
      ],
    ],
    [
      'a default that is no option',
      verdictSchema,
      `${VERDICT}\nquestions:\n  - question: q\n    options: [a]\n    default: 2`,
      ['10 questions.0.default: expected the number of one of the options'],
    ],
    ['research', researchSchema, RESEARCH, []],
    [
      'research that recommends what it does not have',
      researchSchema,
      RESEARCH.replace('recommended: A', 'recommended: B'),
      ['5 recommended: expected the name of one of the approaches, word for word'],
    ],
    [
      'research with one name twice',
      researchSchema,
      RESEARCH.replace(APPROACH, `${APPROACH}, ${APPROACH}`),
      ['4 approaches: two approaches have the same name'],
    ],
    ['a spike', spikeSchema, 'question: q\nviable: false\nfinding: f\nevidence: [e]\nminutes: 40', []],
    [
      'a spike without evidence',
      spikeSchema,
      'question: q\nviable: true\nfinding: f\nevidence: []\nminutes: 1',
      ['7 evidence: expected at least 1'],
    ],
    ['requirements', requirementsSchema, `title: t\nrequirements:\n${REQUIREMENT('R1')}`, []],
    [
      'requirements with one id twice',
      requirementsSchema,
      `title: t\nrequirements:\n${REQUIREMENT('R1')}\n${REQUIREMENT('R1')}`,
      ['7 requirements.1.id: there are two requirements R1; give each its own id'],
    ],
    [
      'an architecture',
      architectureSchema,
      'decisions: [{ title: t, decision: d, because: b, serves: [R1] }]\ncomponents: [{ name: n, does: d, paths: [src/**], change: new }]',
      [],
    ],
    ['a review', reviewSchema, REVIEW(true), []],
    [
      'a review with a criterion that is not met and no finding',
      reviewSchema,
      `${REVIEW(false)}\n${FINDING('should')}`,
      ['5 acceptance.0.met: a criterion that is not met needs a finding of weight must, which says what is missing'],
    ],
    ['a review with a criterion that is not met', reviewSchema, `${REVIEW(false)}\n${FINDING('must')}`, []],
    ['a sprint', sprintSchema, SPRINT, []],
    [
      'a sprint with more than fits',
      sprintSchema,
      SPRINT.replace('planned: 5', 'planned: 7'),
      ['7 planned: more is planned than there is capacity; leave stories out, and say which'],
    ],
    [
      'a sprint with one story twice',
      sprintSchema,
      SPRINT.replace('[3, 4]', '[3, 3]'),
      ['5 stories: a story stands here twice'],
    ],
    ['a retrospective', retrospectiveSchema, 'summary: s\nestimates: [{ story: 3, estimated: 2, actual: 3 }]', []],
  ])('%s', (_, schema, yaml, expected) => {
    expect(problems(schema, yaml)).toEqual(expected);
  });

  test('what could be done need not be covered', () => {
    const read = readOutcome(
      requirementsSchema,
      `\`\`\`yaml\ntitle: t\nrequirements:\n${REQUIREMENT('R1')}\n${REQUIREMENT('R2', 'could')}\n\`\`\``,
      'prd.md',
      YAML,
    );
    expect(read.ok && idsToCover(read.value)).toEqual([
      { id: 'R1', needed: true },
      { id: 'R2', needed: false },
    ]);
  });

  test('only a must sends work back', () => {
    const review = (weight: string) => YAML.read(reviewSchema, `${REVIEW(true)}\n${FINDING(weight)}`, 'r');
    const answers = ['must', 'should', 'nice'].map(review).map((read) => read.ok && sendsBack(read.value));
    expect(answers).toEqual([true, false, false]);
  });
});

describe('rights', () => {
  test('say which tools a role has and where it may write', () => {
    const rights = rightsSchema.parse({
      allow: ['Read(./**)', 'Glob', 'Edit(./docs/**)', 'Write(./docs/**)', 'Bash(git log:*)'],
    });
    expect(toolsOf(rights)).toEqual(['Read', 'Write', 'Edit', 'Glob', 'Bash']);
    expect(writesOf(rights)).toEqual(['docs/**']);
    expect(writesOf({ allow: ['Write'] })).toEqual(['**']);
  });

  test.each(['Delete(./**)', 'Read(', 'read', 'Bash()'])('%s is refused', (pattern) => {
    expect(rightsSchema.safeParse({ allow: [pattern] }).success).toBe(false);
  });
});
