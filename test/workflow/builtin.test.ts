import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LARGEST } from '../../src/core/plan/check-stories.ts';
import { FLOW, type FlowName } from '../../src/core/plan/flow.ts';
import { readOutcome, type Yaml } from '../../src/core/plan/outcome.ts';
import { OUTCOMES } from '../../src/core/plan/outcomes.ts';
import { readStories } from '../../src/core/plan/read-stories.ts';
import { rightsSchema, toolsOf, writesOf } from '../../src/core/plan/rights.ts';
import { MAX_STORIES } from '../../src/core/plan/stories.ts';
import { workflowKeysSchema } from '../../src/core/plan/workflow-keys.ts';
import { loadWorkflow, type Workflow } from '../../src/workflow/load.ts';
import { findAgents, findWorkflows } from '../../src/workflow/plugins.ts';
import { advance, begin } from '../../src/workflow/run/advance.ts';
import { fileLibrary } from '../../src/workflow/run/file-library.ts';
import type { Answer, Request } from '../../src/workflow/run/request.ts';
import { everyStep } from '../../src/workflow/steps.ts';
import { everyTag, textOf } from '../../src/workflow/tree.ts';
import { validateWorkflows } from '../../src/workflow/validate.ts';
import { yamlLines } from '../../src/yaml/lines.ts';
import { readYaml } from '../../src/yaml/read.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUILTIN = join(ROOT, 'src', 'workflow', 'builtin');
const options = { projectRoot: ROOT, now: new Date('2026-03-05T00:00:00Z') };
const NAMES = Object.keys(FLOW) as FlowName[];
const YAML: Yaml = { read: readYaml, lines: yamlLines };
const ROOTS = [{ path: BUILTIN, title: 'built in' }];

const load = (name: string): Workflow => loadWorkflow(join(BUILTIN, name, 'workflow.yaml'), options);
const source = (name: string, file: string): string => readFileSync(join(BUILTIN, name, file), 'utf8');
const keysOf = (name: string) => {
  const read = readYaml(workflowKeysSchema, source(name, 'workflow.yaml'), `${name}/workflow.yaml`);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};

/** Names of the sections that the instructions ask for. */
function sectionsOf({ instructions }: Workflow): string[] {
  const names = new Set<string>();
  everyTag(instructions?.nodes ?? [], (tag) => {
    if (tag.name === 'template-output') for (const name of textOf(tag).split(',')) names.add(name.trim());
  });
  return [...names];
}

const GIVEN = {
  ...{ epic: 7, project_name: 'Shop', spike: 'stream', sprint: 3, capacity: 10, story: 12 },
  ...{ test_command: 'npm test', base: 'aaa', head: 'bbb', subject: 'sprint 3' },
};

/** Follows a workflow with an agent that writes a word for each section, and as outcome what the example shows. */
function play(name: string, passed: boolean): { documents: readonly { text: string }[]; requests: number } {
  const { plugins } = findWorkflows(ROOTS);
  const library = fileLibrary({ ...options, plugins });
  const started = options.now.toISOString();
  const answerTo = (request: Request): Answer => {
    switch (request.kind) {
      case 'work': {
        const example = /```yaml[\s\S]*?```/.exec(request.text)?.[0] ?? '';
        const texts = request.outputs.map((each) => [each.name, each.name === 'outcome' ? example : 'A sentence.']);
        return { kind: 'work', outputs: Object.fromEntries(texts) };
      }
      case 'invoke_task':
        return { kind: 'invoke_task', passed, variables: { checklist_passed: passed } };
      case 'judge':
        return { kind: 'judge', holds: true };
      case 'decide':
        return { kind: 'decide', answer: 'the first', confidence: 1 };
      case 'say':
        return { kind: 'say' };
      default:
        throw new Error(`nobody is there for ${JSON.stringify(request)}`);
    }
  };
  const beginning = { mode: 'autonomous', started, variables: GIVEN } as const;
  let { state, request } = begin(library, library.load(idOf(name))!, beginning);
  while (request.kind !== 'done') ({ state, request } = advance(library, state, answerTo(request)));
  expect([request.outcome, request.reason, request.remarks]).toEqual(['finished', 'every step was done', []]);
  return { documents: request.documents, requests: state.requests };
}

/** Within this repository the built-in workflows are files of the project. */
const idOf = (name: string): string => `src/workflow/builtin/${name}/workflow.yaml`;

test('all built-in workflows validate, without a warning', () => {
  const report = validateWorkflows([BUILTIN], options);
  expect(report.files.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  expect(report.files.map(({ path }) => path.split('/').at(-2)).toSorted()).toEqual(NAMES.toSorted());
});

test('they are found by name, and so are the agents', () => {
  const workflows = findWorkflows(ROOTS);
  const agents = findAgents(ROOTS);
  expect([...workflows.findings, ...agents.findings]).toEqual([]);
  expect([...workflows.plugins.keys()].toSorted()).toEqual(NAMES.toSorted());
  const used = NAMES.map(keysOf).flatMap(({ agent, also }) => [agent, ...also]);
  expect([...agents.plugins.keys()].toSorted()).toEqual([...new Set(used)].toSorted());
});

describe.each(NAMES)('%s', (name) => {
  test('says who does it, in which phase, and what comes out', () => {
    const keys = keysOf(name);
    expect(keys.phase).toBe(FLOW[name]);
    expect(keys.outcome_type === undefined).toBe(name === 'dev-story');
  });

  test('asks for every section of its template, and for no other', () => {
    const workflow = load(name);
    const template = workflow.template ? source(name, 'template.md') : '';
    const slots = [...template.matchAll(/\{\{([\w.-]+)\}\}/g)].map((match) => match[1]!);
    const variables = Object.keys(workflow.values);
    expect(slots.filter((slot) => !variables.includes(slot)).toSorted()).toEqual(sectionsOf(workflow).toSorted());
    if (workflow.template) expect(slots.at(-1)).toBe('outcome');
  });

  test('puts nothing into its instructions that is not a variable of its own', () => {
    const { values } = load(name);
    const used = [...source(name, 'instructions.md').matchAll(/\{\{([\w.-]+)\}\}/g)].map((match) => match[1]!);
    expect(used.filter((variable) => !(variable in values))).toEqual([]);
  });

  test('is short: no step has more than 1,500 bytes', () => {
    const text = source(name, 'instructions.md');
    const steps = text.split(/(?=^<step )/m).slice(1);
    expect(steps).toHaveLength(everyStep(load(name).instructions!.steps).length);
    for (const step of steps) expect(Buffer.byteLength(step)).toBeLessThanOrEqual(1_500);
  });

  test('shows an outcome that its schema accepts', () => {
    const { outcome_type: outcome } = keysOf(name);
    if (outcome === undefined) return;
    const example = /<example>([\s\S]*)<\/example>/.exec(source(name, 'instructions.md'))?.[1] ?? '';
    const read = readOutcome<unknown>(OUTCOMES[outcome], example, 'example', YAML);
    expect(read.ok ? [] : read.problems).toEqual([]);
  });

  test.each([true, false])(
    'can be followed to its end, with a document that code can read (checklist passed: %s)',
    (passed) => {
      const { documents, requests } = play(name, passed);
      expect(requests).toBeLessThanOrEqual(12);
      const { outcome_type: outcome } = keysOf(name);
      if (outcome === undefined) return;
      const [document] = documents;
      expect(document?.text).not.toContain('{{');
      expect(readOutcome<unknown>(OUTCOMES[outcome], document?.text ?? '', 'document', YAML).ok).toBe(true);
    },
  );

  test('names only files of the project that it or an earlier one writes', () => {
    const { values } = load(name);
    const files = Object.entries(values).filter(([key]) => key.endsWith('_file') && key !== 'default_output_file');
    const written = NAMES.map((other) => load(other).values.default_output_file);
    for (const [, file] of files) expect(written).toContain(file);
  });
});

test('what the stories workflow says of sizes is what is checked', () => {
  expect(load('stories').values.most_stories).toBe(MAX_STORIES);
  const text = source('stories', 'instructions.md');
  expect(readStories(text, 'instructions.md', YAML, [{ id: 'R1', needed: true }])).toMatchObject({
    ok: true,
    advice: [],
  });
  expect(text).toContain(`at most ${LARGEST.acceptance} acceptance criteria and ${LARGEST.sessions} sessions`);
  expect(text).toContain(`Above ${LARGEST.sessions} sessions or complexity ${LARGEST.complexity}`);
});

const agentSchema = z.looseObject({ agent: z.looseObject({ permissions: rightsSchema }) });

describe('agents', () => {
  const rights = new Map(
    readdirSync(join(BUILTIN, 'agents')).map((file) => {
      const read = readYaml(agentSchema, readFileSync(join(BUILTIN, 'agents', file), 'utf8'), file);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return [file.replace('.agent.yaml', ''), read.value.agent.permissions] as const;
    }),
  );

  test('write only what is theirs', () => {
    const writes = Object.fromEntries([...rights].map(([id, each]) => [id, writesOf(each)]));
    expect(writes).toEqual({
      analyst: ['docs/epics/**'],
      architect: ['docs/epics/**', 'docs/adr/**'],
      developer: ['**'],
      estimator: [],
      'product-manager': ['docs/epics/**'],
      researcher: ['.spikes/**', 'docs/epics/**'],
      retrospective: [],
      reviewer: [],
      'scrum-master': ['docs/epics/**'],
      'test-architect': ['docs/epics/**'],
    });
  });

  test('can all read and search', () => {
    for (const each of rights.values()) expect(toolsOf(each)).toEqual(expect.arrayContaining(['Read', 'Glob', 'Grep']));
  });

  test('have an id that is the name of their file, and offer workflows that there are', () => {
    for (const { persona, file } of findAgents(ROOTS).plugins.values()) {
      expect(file.endsWith(`/${persona.id}.agent.yaml`)).toBe(true);
      for (const { leadsTo } of persona.menu) expect(existsSync(join(BUILTIN, leadsTo.workflow ?? '?'))).toBe(true);
    }
  });
});
