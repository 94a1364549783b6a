import { describe, expect, it } from 'vitest';
import { currentStage, redRefusal, type Standing, stageRefusal, WORK_STAGES } from '../../src/agent/stages.ts';

describe('the order of stages', () => {
  const allowed: Record<Standing, string[]> = {
    nothing: ['red', 'green'],
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
    expect(stageRefusal('nothing', 'refactor')).toBe(
      'A refactor commit cannot come first. Begin with stage red: only the tests that show what is missing, failing for the right reason. Stage green comes first only where a repair makes tests of the project pass, or no test is asked for.',
    );
    expect(stageRefusal('red', 'refactor')).toBe('A refactor commit cannot follow red. Possible now: green, red.');
  });

  it('knows what a run is doing now', () => {
    expect(
      (['nothing', 'earlier work', 'red', 'green', 'refactor'] as const).map((s) => currentStage(s, true)),
    ).toEqual(['red', 'red', 'green', 'refactor', 'refactor']);
  });

  it.each(['nothing', 'earlier work'] as const)('calls it design until the first change, with %s', (standing) => {
    expect(currentStage(standing, false)).toBe('design');
  });
});

describe('what a red commit may hold', () => {
  const tests = ['test/**', '**/*.test.ts'];

  it('is tests', () => {
    expect(redRefusal(['test/a.js', 'test/.hidden/b.json', 'src/c.test.ts'], tests)).toBeUndefined();
  });

  it('is nothing else, and the refusal names what, what counts, and the way out', () => {
    expect(redRefusal(['src/a.ts', 'test/a.js'], tests)).toBe(
      'A red commit holds tests only, and these are none: src/a.ts. Files that count as tests: test/**, **/*.test.ts. Undo those (git checkout HEAD -- PATH, or remove a new file), commit again, and change them for stage green.',
    );
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(redRefusal(many, tests)).toContain('these are none: a, b, c, d, e and 2 more.');
  });
});
