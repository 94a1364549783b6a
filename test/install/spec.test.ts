import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeSpec } from '../../src/install/spec.ts';
import { UserError } from '../../src/user-error.ts';

let top: string;
let folder: string;
let spec: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'orch-spec-'));
  folder = join(top, 'repository');
  spec = join(top, 'spec.md');
  mkdirSync(join(folder, '.git'), { recursive: true });
  writeFileSync(spec, '# Chat\n');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const kept = () => readFileSync(join(folder, 'docs/app_spec.md'), 'utf8');

test('the specification is written, and the next step said', () => {
  const lines = writeSpec(folder, { spec });
  expect(kept()).toBe('# Chat\n');
  expect(lines[0]).toBe('wrote docs/app_spec.md');
  expect(lines.join('\n')).toContain(
    "gh issue create --title 'Build Chat' --body-file docs/app_spec.md --label orch:epic",
  );
});

test('what is there already is written over only by force', () => {
  writeSpec(folder, { spec });
  expect(writeSpec(folder, { spec })[0]).toBe('docs/app_spec.md says this already');
  writeFileSync(spec, '# Mail\n');
  expect(() => writeSpec(folder, { spec })).toThrow(
    'docs/app_spec.md is there already and says something else. Write over it with --force',
  );
  expect(kept()).toBe('# Chat\n');
  expect(writeSpec(folder, { spec, force: true })[0]).toBe('wrote docs/app_spec.md');
  expect(kept()).toBe('# Mail\n');
});

test('no link is followed, forced or not', () => {
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(top, 'elsewhere'), 'mine');
  symlinkSync(join(top, 'elsewhere'), join(folder, 'docs/app_spec.md'));
  expect(() => writeSpec(folder, { spec, force: true })).toThrow('docs/app_spec.md is there and is no ordinary file');
  rmSync(join(folder, 'docs'), { recursive: true });
  symlinkSync(top, join(folder, 'docs'));
  expect(() => writeSpec(folder, { spec })).toThrow('docs is there and is no ordinary folder');
  expect(readFileSync(join(top, 'elsewhere'), 'utf8')).toBe('mine');
});

test.each([
  ['an empty file', () => writeFileSync(spec, ''), 'is empty'],
  ['a file that is too long', () => writeFileSync(spec, 'x'.repeat(200_001)), 'has 200001 bytes'],
  ['no file', () => rmSync(spec), 'There is no file'],
  [
    'a folder',
    () => {
      rmSync(spec);
      mkdirSync(spec);
    },
    'is no file',
  ],
  [
    'a folder that is no checkout',
    () => rmSync(join(folder, '.git'), { recursive: true }),
    'no checkout of a git repository',
  ],
])('%s is refused, and nothing is written', (_, prepare, message) => {
  prepare();
  expect(() => writeSpec(folder, { spec })).toThrow(UserError);
  expect(() => writeSpec(folder, { spec })).toThrow(message);
  expect(readdirSync(folder)).not.toContain('docs');
});
