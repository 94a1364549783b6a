import { describe, expect, it } from 'vitest';
import { yamlLines } from '../../src/yaml/lines.ts';

const text = `# comment
version: 1
turns:
  - say: hi
    calls:
      - tool: read
        input: { path: a,
          more: b }
      - tool: bash
  - say: |
      two
      lines
    expect: [x, y]
  -
    say: late
"quoted key": 1
`;

describe('yamlLines', () => {
  it.each<[PropertyKey[], number]>([
    [[], 1],
    [['version'], 2],
    [['turns'], 3],
    [['turns', 0], 4],
    [['turns', 0, 'calls', 0, 'tool'], 6],
    [['turns', 0, 'calls', 0, 'input', 'more'], 8],
    [['turns', 0, 'calls', 1], 9],
    [['turns', 0, 'calls', 1, 'input'], 9],
    [['turns', 1, 'expect', 1], 13],
    [['turns', 2], 15],
    [['quoted key'], 16],
    [['missing'], 1],
  ])('%j is at line %i', (path, line) => {
    expect(yamlLines(text)(path)).toBe(line);
  });
});
