import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { globSync } from 'tinyglobby';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readInstructions } from '../../src/workflow/instructions.ts';
import { loadWorkflow } from '../../src/workflow/load.ts';
import { readPersona } from '../../src/workflow/persona.ts';
import { TAG_NAMES } from '../../src/workflow/tags.ts';
import { describeReport, type Report, validateWorkflows } from '../../src/workflow/validate.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const options = { projectRoot: ROOT, now: new Date('2026-03-05T00:00:00Z') };
let tree: string;

const write = (path: string, text: string) => {
  mkdirSync(join(tree, path, '..'), { recursive: true });
  writeFileSync(join(tree, path), text);
};

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'orch-validate-'));
  write('good/workflow.yaml', 'name: good\n');
  write('good/instructions.md', '<step n="1" goal="g"><action>a</action><x></x></step>\n');
  write('deep/bad/workflow.yaml', 'name: bad\n');
  write('deep/bad/instructions.md', '# Bad\n\n<step n="1" goal="g">\n\t<goto step="2"/>\n</step>\n');
  write('empty/workflow.yaml', 'name: empty\n');
  write('empty/instructions.md', 'Nothing.\n');
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const orch = async (...words: string[]) => {
  const args = ['--disable-warning=ExperimentalWarning', 'src/cli.ts', 'workflow', 'validate', ...words];
  return promisify(execFile)(process.execPath, args, { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  );
};

describe('orch workflow validate', () => {
  test('--json reports every workflow of a tree and exits with 1 when one has errors', async () => {
    const { code, stdout } = await orch(tree, '--json');
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect([report.ok, report.failed]).toEqual([false, 2]);
    expect(report.files).toEqual([
      {
        path: join(tree, 'deep/bad/workflow.yaml'),
        ok: false,
        steps: 1,
        tags: { step: 1, goto: 1 },
        errors: [
          {
            file: join(tree, 'deep/bad/instructions.md'),
            line: 4,
            column: 2,
            message: 'there is no step `2`; there are steps 1. Did you mean `1`?',
          },
        ],
        warnings: [],
      },
      expect.objectContaining({ path: join(tree, 'empty/workflow.yaml'), ok: false, steps: 0 }),
      {
        path: join(tree, 'good/workflow.yaml'),
        ok: true,
        steps: 1,
        tags: { step: 1, action: 1, x: 1 },
        errors: [],
        warnings: [],
      },
    ]);
  });

  test('exits with 0 when all is in order', async () => {
    expect(await orch(join(tree, 'good'))).toEqual({
      code: 0,
      stdout: `ok      ${join(tree, 'good/workflow.yaml')}  (1 step, 3 tags)\n1 workflow, all in order\n`,
    });
  });

  test('tells people the line, with a caret below what is wrong', () => {
    const file = join(tree, 'deep/bad/instructions.md');
    expect(describeReport(validateWorkflows([join(tree, 'deep')], options))).toEqual([
      `FAILED  ${join(tree, 'deep/bad/workflow.yaml')}  (1 error)`,
      `${file}:4:2: there is no step \`2\`; there are steps 1. Did you mean \`1\`?`,
      '    \t<goto step="2"/>',
      '    \t^',
      '1 workflow, 1 failed',
    ]);
  });

  test('takes a workflow or a file of instructions by name, and refuses what is not there', () => {
    const good = join(tree, 'good');
    const paths = [join(good, 'workflow.yaml'), join(good, 'instructions.md'), join(tree, 'no'), join(tree, 'good/x')];
    const { ok, failed, files } = validateWorkflows(paths, options);
    expect([ok, failed, files.map((file) => file.ok)]).toEqual([false, 2, [true, true, false, false]]);
    mkdirSync(join(tree, 'bare'), { recursive: true });
    expect(validateWorkflows([join(tree, 'bare')], options).files[0]?.errors[0]?.message).toContain(
      'there is no workflow.yaml',
    );
  });
});

describe('docs/workflows.md', () => {
  const page = readFileSync(join(ROOT, 'docs/workflows.md'), 'utf8');
  /** Blocks that say which file they are, by its name. */
  const blocks = Object.fromEntries(
    [...page.matchAll(/^(`{3,})\w+ (\S+)\n([\s\S]*?)^\1$/gm)].map((found) => [found[2] as string, found[3] as string]),
  );

  test('shows a workflow that loads without a warning', () => {
    for (const name of ['workflow.yaml', 'instructions.md', 'template.md', 'checklist.md']) {
      write(`docs/${name}`, blocks[name] as string);
    }
    const [file] = validateWorkflows([join(tree, 'docs')], options).files;
    expect(file).toMatchObject({ ok: true, steps: 3, errors: [], warnings: [] });
    expect(loadWorkflow(join(tree, 'docs/workflow.yaml'), options).template?.findings).toEqual([]);
  });

  test('shows steps as headings and an agent that load', () => {
    const { steps, findings } = readInstructions(blocks['by-headings.md'] as string, 'by-headings.md');
    expect([steps.map(({ number }) => number), steps[0]?.steps[0]?.number, findings]).toEqual([['1', '2'], '1.1', []]);
    expect(readPersona(blocks['writer.agent.yaml'] as string, 'writer.agent.yaml').findings).toEqual([]);
  });

  test('explains every tag', () => {
    const missing = TAG_NAMES.filter((name) => !page.includes(`| \`${name}\` |`));
    expect(missing).toEqual([]);
  });
});

/** A folder of workflows to load unmodified, for those who have one. */
const WILD = process.env.ORCH_WORKFLOWS;

describe.runIf(WILD)('the workflows of ORCH_WORKFLOWS', () => {
  test('load without an error, each within 1.5 ms in the median', () => {
    const { files } = validateWorkflows([WILD as string], options);
    expect(files.flatMap(({ errors }) => errors)).toEqual([]);
    const times = files.map(({ path }) => {
      const runs = Array.from({ length: 40 }, () => {
        const started = performance.now();
        loadWorkflow(path, options);
        return performance.now() - started;
      });
      return runs.sort((a, b) => a - b)[20] as number;
    });
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(1.5);
  });

  test('have agents that load', () => {
    for (const path of globSync('**/*.agent.yaml', { cwd: WILD as string, absolute: true })) {
      expect(readPersona(readFileSync(path, 'utf8'), path).findings).toEqual([]);
    }
  });
});
