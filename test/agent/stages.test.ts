import { describe, expect, it } from 'vitest';
import { currentStage, type Standing, stageRefusal, WORK_STAGES } from '../../src/agent/stages.ts';

describe('the order of stages', () => {
  const allowed: Record<Standing, string[]> = {
    nothing: ['red'],
    'earlier work': ['red', 'green', 'refactor'],
    red: ['red', 'green'],
    green: ['red', 'green', 'refactor'],
    refactor: ['red', 'green', 'refactor'],
  };
  it.each(Object.entries(allowed))('after %s: %s', (standing, stages) => {
    const may = WORK_STAGES.filter((stage) => stageRefusal(standing as Standing, stage) === undefined);
    expect(may).toEqual(stages);
  });

  it('says what is possible instead', () => {
    expect(stageRefusal('nothing', 'green')).toBe(
      'A green commit cannot come first. Begin with stage red: only the tests that show what is missing, failing for the right reason.',
    );
    expect(stageRefusal('red', 'refactor')).toBe('A refactor commit cannot follow red. Possible now: green, red.');
  });

  it('knows what a run is doing now', () => {
    expect((['nothing', 'red', 'green', 'refactor'] as const).map(currentStage)).toEqual([
      'red',
      'green',
      'refactor',
      'refactor',
    ]);
  });
});
