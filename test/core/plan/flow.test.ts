import { describe, expect, test } from 'vitest';
import type { Review } from '../../../src/core/plan/finding.ts';
import { FLOW, type FlowName, wayOn } from '../../../src/core/plan/flow.ts';
import type { Research, Spike } from '../../../src/core/plan/research.ts';
import type { Verdict } from '../../../src/core/plan/verdict.ts';
import { PHASES } from '../../../src/core/plan/workflow-keys.ts';

const verdict = (more: Partial<Verdict>): Verdict => ({
  verdict: 'proceed',
  confidence: 0.9,
  reason: 'r',
  prior_art: [],
  past_failures: [],
  questions: [],
  ...more,
});
const research = (...questions: string[]): Research => ({
  prior_art: [],
  approaches: [{ name: 'A', summary: 's', pros: ['p'], cons: ['c'], risk: 'low', sessions: 1 }],
  recommended: 'A',
  confidence: 0.8,
  unknowns: [
    { question: 'read', matters: 'm', spike: false },
    ...questions.map((question) => ({ question, matters: 'm', spike: true })),
  ],
});
const spike = (question: string, viable: boolean): Spike => ({
  question,
  viable,
  finding: 'f',
  evidence: ['e'],
  lessons: [],
  minutes: 10,
});
const review = (weight: 'must' | 'should'): Review => ({
  summary: 's',
  acceptance: [],
  findings: [{ weight, path: 'a.ts', title: 't', detail: 'd' }],
});

describe('the way on', () => {
  test('from why follows the verdict', () => {
    const questions = [{ question: 'q', options: [] }];
    expect(wayOn({ workflow: 'why', verdict: verdict({}) })).toEqual({ kind: 'run', workflow: 'research' });
    expect(wayOn({ workflow: 'why', verdict: verdict({ verdict: 'clarify', questions }) })).toEqual({
      kind: 'ask',
      questions,
    });
    expect(wayOn({ workflow: 'why', verdict: verdict({ verdict: 'reject', reason: 'there is one' }) })).toEqual({
      kind: 'stop',
      reason: 'there is one',
    });
  });

  test('goes through one spike for each question, and back to research from one that is not viable', () => {
    const found = research('one', 'two');
    const first = { kind: 'run', workflow: 'spike', question: 'one' };
    const second = { kind: 'run', workflow: 'spike', question: 'two' };
    expect(wayOn({ workflow: 'research', research: research(), spiked: [] })).toEqual({ kind: 'run', workflow: 'prd' });
    expect(wayOn({ workflow: 'research', research: found, spiked: [] })).toEqual(first);
    expect(wayOn({ workflow: 'spike', research: found, spike: spike('one', true), spiked: [] })).toEqual(second);
    expect(wayOn({ workflow: 'spike', research: found, spike: spike('two', true), spiked: ['one'] })).toEqual({
      kind: 'run',
      workflow: 'prd',
    });
    expect(wayOn({ workflow: 'spike', research: found, spike: spike('one', false), spiked: [] })).toEqual({
      kind: 'run',
      workflow: 'research',
    });
  });

  test('waits for people behind each document', () => {
    const documents = ['prd', 'architecture', 'stories'] as const;
    expect(documents.map((workflow) => wayOn({ workflow }))).toEqual([
      { kind: 'gate', workflow: 'architecture' },
      { kind: 'gate', workflow: 'stories' },
      { kind: 'gate', workflow: 'sprint' },
    ]);
  });

  test('leads back from a review with a must', () => {
    expect(wayOn({ workflow: 'review', review: review('must') })).toEqual({ kind: 'run', workflow: 'dev-story' });
    expect(wayOn({ workflow: 'review', review: review('should') })).toEqual({
      kind: 'gate',
      workflow: 'retrospective',
    });
  });

  test('never leads to an earlier phase', () => {
    const phases = Object.values(FLOW).map((phase) => PHASES.indexOf(phase));
    expect(phases).toEqual(phases.toSorted((a, b) => a - b));
    expect(Object.keys(FLOW) as FlowName[]).toHaveLength(10);
  });
});
