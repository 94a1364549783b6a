import { describe, expect, test } from 'vitest';
import { generated, outdated } from '../tools/generate-docs.ts';

describe('the documentation', () => {
  test('says what the code says; npm run docs brings it up to date', () => {
    expect(outdated()).toEqual([]);
  });

  test('has all its generated parts', () => {
    expect(generated().map(({ path }) => path)).toEqual([
      'README.md',
      'docs/design.md',
      'docs/configuration.md',
      'docs/state.md',
    ]);
  });
});
