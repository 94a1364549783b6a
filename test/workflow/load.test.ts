import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadWorkflow } from '../../src/workflow/load.ts';

const now = new Date('2026-03-05T22:10:00Z');
const STEP = '<step n="1" goal="g"><action>a</action></step>\n';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orch-workflow-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

/** Loads the workflow in `w/`, with one step unless the files say otherwise. */
const load = (yaml: string, files: Record<string, string> = {}) => {
  for (const [path, text] of Object.entries({ 'w/instructions.md': STEP, 'w/workflow.yaml': yaml, ...files }))
    write(path, text);
  return loadWorkflow(join(root, 'w/workflow.yaml'), { projectRoot: root, now });
};

const errorsOf = (workflow: ReturnType<typeof load>) =>
  workflow.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, message }) => `${file.slice(root.length + 1)}:${line}: ${message.replaceAll(root, 'ROOT')}`);

const USUAL = 'name: n\ninstalled_path: "{project-root}/x/w"\ninstructions: "{installed_path}/instructions.md"\n';

describe('a workflow loads', () => {
  test('with its variables resolved, through one another and from the configuration', () => {
    const workflow = load(
      `${USUAL}config_source: "{project-root}/c.yaml"
out: "{config_source}:output_folder"
who: "{config_source}:user"
tests: "{config_source}:test_command"
lint: "{config_source}:lint"
date: system-generated
current_year: system-generated
session: system-generated
kind: runtime-captured
variables:
  file: "{out}/{{key}}-{date}.md"
  levels: [1, "{kind}"]
  asks: "{who}/x"
  root: "{project_root}"
`,
      {
        'c.yaml':
          'output_folder: "{project-root}/docs"\ntest_command:\n  prompt: How?\n  default: npm test\nlint: false\n',
      },
    );
    expect(errorsOf(workflow)).toEqual([]);
    expect(workflow.values).toMatchObject({
      out: join(root, 'docs'),
      file: `${join(root, 'docs')}/{{key}}-2026-03-05.md`,
      current_year: '2026',
      who: '{{who}}',
      asks: '{{who}}/x',
      tests: 'npm test',
      lint: false,
      levels: [1, '{{kind}}'],
      installed_path: join(root, 'w'),
      root,
    });
    expect(workflow.asked.map(({ name, key, line, proposal }) => [name, key, line, proposal])).toEqual([
      ['who', 'user', 6, undefined],
      ['tests', 'test_command', 7, 'npm test'],
      ['session', undefined, 11, undefined],
      ['kind', undefined, 12, undefined],
    ]);
  });

  test('when everything stands below `workflow:`, without a config source, with the usual file names', () => {
    const workflow = load(
      'workflow:\n  id: d\n  environment:\n    user: partner\n    date: "{system.date}"\n  required_files: [instructions.md]\n',
    );
    expect(errorsOf(workflow)).toEqual([]);
    expect([workflow.name, workflow.values.user, workflow.values.date]).toEqual(['d', 'partner', '2026-03-05']);
  });

  test('with its template, checklist and the instructions it chooses from', () => {
    const workflow = load(
      `${USUAL}template: "{installed_path}/t.md"\nvalidation: "{installed_path}/c.md"\ninstructions_quick: "{installed_path}/quick.md"\n`,
      { 'w/t.md': '{{title}}', 'w/c.md': '- [ ] a', 'w/quick.md': STEP },
    );
    expect(errorsOf(workflow)).toEqual([]);
    expect(workflow.template?.parts).toMatchObject([{ kind: 'slot', name: 'title' }]);
    expect(workflow.checklist).toBe('- [ ] a');
    expect([...workflow.parts.keys()]).toEqual([join(root, 'w/quick.md')]);
  });

  test('where it was not installed yet, with files of its neighbours', () => {
    write('tree/mod/flows/shared.md', '{{a}}');
    write('tree/mod/flows/w/instructions.md', STEP);
    write(
      'tree/mod/flows/w/workflow.yaml',
      'name: n\ninstalled_path: "{project-root}/inst/mod/flows/w"\ninstructions: "{installed_path}/instructions.md"\ntemplate: "{project-root}/inst/mod/flows/shared.md"\n',
    );
    const workflow = loadWorkflow(join(root, 'tree/mod/flows/w/workflow.yaml'), {
      projectRoot: join(root, 'tree'),
      now,
    });
    expect(errorsOf(workflow)).toEqual([]);
    expect(workflow.template?.file).toBe(join(root, 'tree/mod/flows/shared.md'));
  });

  test('with template: false, and a template that only the run chooses', () => {
    expect(load(`${USUAL}template: false\n`).ok).toBe(true);
    expect(load(`${USUAL}template: "{installed_path}/{{kind}}.md"\n`).ok).toBe(true);
  });
});

describe('what is wrong is an error with its file and line', () => {
  test.each<[string, string, Record<string, string>, string[]]>([
    ['YAML that is none', 'name: [a\n', {}, [expect.stringMatching(/^w\/workflow\.yaml:\d: .*this is not YAML/)]],
    ['no name', 'description: d\n', {}, ['w/workflow.yaml:1: the workflow has no `name`; give it one']],
    ['a name that is no text', 'name: [a]\n', {}, ['w/workflow.yaml:1: `name` is ["a"]; expected string']],
    [
      'a missing file',
      'name: n\ninstructions: "{project-root}/w/no.md"\n',
      {},
      ['w/workflow.yaml:2: `instructions` names a file that is not there: ROOT/w/no.md'],
    ],
    [
      'a missing part',
      `${USUAL}instructions_b: "{installed_path}/b.md"\n`,
      {},
      ['w/workflow.yaml:4: `instructions_b` names a file that is not there: ROOT/w/b.md'],
    ],
    [
      'a missing required file',
      `${USUAL}required_files:\n  - instructions.md\n  - b.md\n`,
      {},
      ['w/workflow.yaml:6: `b.md` is not there'],
    ],
    [
      'no steps',
      USUAL,
      { 'w/instructions.md': '# Nothing\n\nto do.\n' },
      [expect.stringContaining('w/instructions.md:1: there are no steps here')],
    ],
    [
      'a wrong step',
      USUAL,
      { 'w/instructions.md': '\n<step n="1">' },
      [expect.stringContaining('w/instructions.md:2: `<step n="1">` is never closed')],
    ],
    [
      'a wrong template',
      `${USUAL}template: "{installed_path}/t.md"\n`,
      { 'w/t.md': '\n{{#if a}}' },
      [expect.stringContaining('w/t.md:2: `{{#if a}}` is never closed')],
    ],
    [
      'a name that nothing defines',
      `${USUAL}variables:\n  a: "{b}/c"\n`,
      {},
      [
        expect.stringContaining(
          'w/workflow.yaml:5: `{b}` in `a` is not defined; defined are project-root, installed_path, name',
        ),
      ],
    ],
    ['a circle', `${USUAL}a: "{b}"\nb: "{a}"\n`, {}, ['w/workflow.yaml:4: `a` refers to itself: a -> b -> a']],
    [
      'a key of no configuration',
      `${USUAL}a: "{config_source}:b"\n`,
      {},
      ['w/workflow.yaml:4: `a` is read from {config_source}, but the workflow has no `config_source`'],
    ],
    [
      'a path upwards',
      'name: n\ninstructions: "{project-root}/../../etc/passwd"\n',
      {},
      [
        expect.stringContaining(
          'w/workflow.yaml:2: `{project-root}/../../etc/passwd` in `instructions` is refused: `..`',
        ),
      ],
    ],
    [
      'a path upwards in code',
      'name: n\ninstructions: "w/%2e%2e/%2e%2e/a.md"\n',
      {},
      [expect.stringContaining('is refused: `..`')],
    ],
    [
      'an absolute path',
      'name: n\ninstructions: /etc/passwd\n',
      {},
      [expect.stringContaining('must be inside the project')],
    ],
    [
      'a remote file',
      `${USUAL}template: https://example.com/t.md\n`,
      {},
      [expect.stringContaining('w/workflow.yaml:4: `https://example.com/t.md` in `template` is refused: remote')],
    ],
    [
      'a remote file in a list',
      `${USUAL}data:\n  - x: ok\n  - x: http://example.com/t.csv\n`,
      {},
      [expect.stringContaining('w/workflow.yaml:6:')],
    ],
    [
      'a configuration that leads upwards',
      `${USUAL}config_source: "{project-root}/c.yaml"\nout: "{config_source}:o"\nfile: "{out}/a.md"\n`,
      { 'c.yaml': 'o: ../../x\n' },
      [
        'w/workflow.yaml:6: `file` becomes `../../x/a.md`, which is refused: `..` is not allowed; start from {project-root} or {installed_path}',
      ],
    ],
    [
      'a configuration that is no mapping',
      `${USUAL}config_source: "{project-root}/c.yaml"\n`,
      { 'c.yaml': '- a\n' },
      [expect.stringContaining('c.yaml:1: ')],
    ],
  ])('%s', (_, yaml, files, expected) => {
    const workflow = load(yaml, files);
    expect(errorsOf(workflow)).toEqual(expected);
    expect(workflow.ok).toBe(false);
  });

  test('a link that leads out of the project', () => {
    const outside = mkdtempSync(join(tmpdir(), 'orch-outside-'));
    try {
      writeFileSync(join(outside, 'secret.md'), STEP);
      write('w/x', '');
      symlinkSync(join(outside, 'secret.md'), join(root, 'w/link.md'));
      const workflow = load('name: n\ninstructions: link.md\n');
      expect(errorsOf(workflow)).toEqual([expect.stringContaining('is outside the project and is refused')]);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('an installed path made up to reach other files', () => {
    const names = join(root, 'w').split('/').filter(Boolean).join('/');
    const workflow = load(
      `name: n\ninstalled_path: "{project-root}/${names}"\ninstructions: instructions.md\ntemplate: "{project-root}/etc/hostname"\n`,
    );
    expect(errorsOf(workflow)).toEqual([expect.stringContaining('`template` names a file that is not there')]);
  });
});
