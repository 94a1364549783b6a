import { readFileSync } from 'node:fs';
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
      'docs/permissions.md',
      'docs/state.md',
    ]);
  });

  test('tells of every variable that the server reads', () => {
    const source = readFileSync(new URL('../src/server/from-environment.ts', import.meta.url), 'utf8');
    const read = new Set([...source.matchAll(/\b([A-Z]+_[A-Z_]+|PORT|HOST)\b/g)].map(([name]) => name));
    const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');
    expect(read.size).toBeGreaterThan(10);
    expect([...read].filter((name) => !page.includes(`\`${name}\``))).toEqual(['STORE_CHOICES']);
  });
});
