import { afterEach, beforeEach, expect, test } from 'vitest';
import { findWorkflow } from '../../../src/localhub/world/workflow-runs.ts';
import { listen } from '../../../src/localhub/world/world.ts';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
  await hub.push({
    '.github/workflows/go.yml': `
name: Go
on:
  push: { branches: [never] }
  workflow_dispatch:
    inputs:
      story: { type: number, required: true }
      role: { type: choice, options: [dev, review], default: dev }
      dry: { type: boolean }
      note: { description: Anything }
jobs:
  a: { runs-on: x, steps: [{ run: "echo '\${{ toJSON(inputs) }}' | tr -d ' \\\\n'; echo" }, { run: "echo '\${{ toJSON(github.event.inputs) }}' | tr -d ' \\\\n'; echo" }] }
`,
    '.github/workflows/no.yml': "on: push\njobs:\n  a: { runs-on: x, steps: [{ run: 'true' }] }\n",
  });
});
afterEach(() => hub.close());

test.each([
  ['an input that is not declared', { story: '1', speed: 'fast' }, 'Unexpected inputs provided: ["speed"]'],
  ['a required one left out', { role: 'dev' }, "Required input 'story' not provided"],
  ['a word for a number', { story: 'one' }, "Provided value 'one' for input 'story' is not a number"],
  [
    'a choice that is none',
    { story: '1', role: 'boss' },
    "Provided value 'boss' for input 'role' not in the list of allowed values: dev, review",
  ],
  [
    'a boolean that is none',
    { story: '1', dry: 'maybe' },
    "Provided value 'maybe' for input 'dry' not in the list of allowed values: true, false",
  ],
])('refuses %s with 422', async (_point, inputs, message) => {
  await expect(hub.dispatch('go.yml', inputs)).rejects.toMatchObject({ status: 422, message });
  expect(hub.runs()).toEqual([]);
});

test('refuses a workflow without the trigger, an unknown one, and an unknown ref', async () => {
  await expect(hub.dispatch('no.yml')).rejects.toMatchObject({
    status: 422,
    message: "Workflow does not have 'workflow_dispatch' trigger",
  });
  await expect(hub.dispatch('lost.yml')).rejects.toMatchObject({ status: 404 });
});

test('fills in defaults, types the inputs context and keeps strings in the event', async () => {
  const events: string[] = [];
  listen(hub.world, (event) => events.push(`${event.name} ${event.action}`));
  const run = await hub.dispatch('go.yml', { story: '12' });
  expect(run.status).toBe('queued');
  const runner = await hub.start();
  await runner.idle();
  expect(run.inputs).toEqual({ story: '12', role: 'dev', dry: 'false', note: '' });
  expect(events.slice(0, 2)).toEqual(['workflow_run requested', 'workflow_dispatch null']);
  expect(hub.runs()).toHaveLength(1);
  const log = await hub.log(run, 'a');
  expect(log).toContain('Z {"story":12,"role":"dev","dry":false,"note":""}\n');
  expect(run.conclusion).toBe('success');
});

test('workflows are known before their first run', async () => {
  const runner = await hub.start();
  await runner.idle();
  expect(findWorkflow(hub.world, hub.repository, 'go.yml')?.name).toBe('Go');
});
