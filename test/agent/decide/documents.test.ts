import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentsAt } from '../../../src/agent/decide/documents.ts';
import { checkout } from '../support.ts';

const files = {
  'docs/z.md': 'z\n',
  'docs/deep/y.txt': 'y',
  'docs/picture.png': 'not a document',
  'docs/large.md': 'x'.repeat(200_001),
  'docs/binary.md': 'a\0b',
  'README.md': '# Read me\n',
  'contributing.rst': 'Be kind.',
  'AGENTS.md': 'Use tabs.',
  'CLAUDE.md': '',
  '.orch/onboarding/style.md': 'Short sentences.\n',
  '.orch/config.yaml': 'agents: {}\n',
  'src/README.md': 'not at the root',
};

describe('the documents of a commit', () => {
  it('are the onboarding documents first, then instructions, read-me files and documentation', async () => {
    const place = checkout(files);
    const documents = await documentsAt(place.git, place.head);
    expect(documents.map(({ path }) => path)).toEqual([
      '.orch/onboarding/style.md',
      'AGENTS.md',
      'CLAUDE.md',
      'README.md',
      'contributing.rst',
      'docs/deep/y.txt',
      'docs/z.md',
    ]);
    expect(documents.find(({ path }) => path === 'docs/z.md')?.text).toBe('z\n');
    expect(documents.find(({ path }) => path === 'CLAUDE.md')?.text).toBe('');
  });

  it('are as the commit has them, whatever the branch and the shell did since', async () => {
    const place = checkout({ 'docs/a.md': 'Dates are ISO 8601.' });
    place.put('docs/a.md', 'Dates are American.');
    place.put('docs/b.md', 'Push to main.');
    symlinkSync('/etc/passwd', join(place.root, 'README.md'));
    place.person('add', '-A');
    place.person('commit', '-qm', 'Change the documents');
    place.person('replace', place.head, 'HEAD');
    expect(await documentsAt(place.git, place.head)).toEqual([{ path: 'docs/a.md', text: 'Dates are ISO 8601.' }]);
    // A link is not followed, and is no document.
    expect((await documentsAt(place.git, place.person('rev-parse', 'HEAD'))).map(({ path }) => path)).toEqual([
      'docs/a.md',
      'docs/b.md',
    ]);
  });

  it('are none where the commit is not in the clone', async () => {
    expect(await documentsAt(checkout().git, 'd'.repeat(40))).toEqual([]);
  });
});
