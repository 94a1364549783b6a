import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jobSummaryPath } from '../../../src/localhub/actions/job-log.ts';
import type { WorkflowRun } from '../../../src/localhub/world/types.ts';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';
import { byHand } from './helpers/workflows.ts';

let hub: TestHub;
beforeEach(async () => {
  hub = await createTestHub();
});
afterEach(() => hub.close());

/** Runs one job `a` with these steps and gives its run and log. */
async function runSteps(steps: string, top = '', job = ''): Promise<{ run: WorkflowRun; log: string }> {
  await hub.push(byHand(`  a:\n    runs-on: x\n${job}    steps:\n${steps}`, top));
  const runner = await hub.start();
  const run = await hub.dispatch('ci.yml');
  await runner.idle();
  return { run, log: await hub.log(run, 'a') };
}

test('variables: the step wins over GITHUB_ENV, that over the job, that over the workflow; GITHUB_ ones stand', async () => {
  const { log } = await runSteps(
    `
      - run: echo "1 $W $J $S $GITHUB_REPOSITORY"
        env: { S: step, W: from-step }
      - run: |
          echo "J=from-env" >> "$GITHUB_ENV"
          { echo "MANY<<EOT"; echo "a=b"; echo "c"; echo "EOT"; } >> "$GITHUB_ENV"
      - run: echo "2 $W $J [$S] $MANY \${{ env.J }}"
      - run: echo "3 $J"
        env: { J: last }
`,
    'env: { W: workflow, J: workflow, GITHUB_REPOSITORY: someone/else }',
    '    env: { J: job, GITHUB_SHA: mine }\n',
  );
  expect(log).toContain('Z 1 from-step job step ada/ship\n');
  expect(log).toContain('Z 2 workflow from-env [] a=b\n');
  expect(log).toContain('Z c from-env\n');
  expect(log).toContain('Z 3 last\n');
});

test('the environment is clean: nothing of the hub comes through, GITHUB_TOKEN only when it is handed over', async () => {
  process.env.LEAKY_TEST_VARIABLE = 'leaked';
  const { log } = await runSteps(`
      - run: env | sort
      - run: 'test "$(node -p process.execPath)" = "$EXPECTED"'
        env: { EXPECTED: '${process.execPath}' }
      - run: 'test -n "$TOKEN" && echo token is there'
        env: { TOKEN: '\${{ github.token }}' }
`);
  delete process.env.LEAKY_TEST_VARIABLE;
  expect(log).not.toContain('LEAKY_TEST_VARIABLE');
  expect(log).not.toMatch(/GITHUB_TOKEN=/);
  expect(log).toContain('CI=true');
  expect(log).toMatch(/Z GITHUB_EVENT_PATH=.*event\.json/);
  expect(log).toMatch(new RegExp(`Z GITHUB_API_URL=${hub.urls.api}`));
  expect(log).toContain('token is there');
});

test('secrets and added masks never reach the log, in whatever common form', async () => {
  hub.repository.secrets.PASSWORD = 'hunter2-and-more';
  const { log } = await runSteps(`
      - run: |
          echo "plain \${{ secrets.PASSWORD }}"
          echo "\${{ secrets.PASSWORD }}" | base64
          echo "::add-mask::made-later"
          echo "then made-later"
          echo "token \${{ secrets.GITHUB_TOKEN }}"
`);
  expect(log).toContain('plain ***');
  expect(log).toContain('then ***');
  expect(log).toContain('token ***');
  expect(log).not.toContain('hunter2');
  expect(log).not.toContain(Buffer.from('hunter2-and-mo').toString('base64').slice(0, 12));
  expect(log).not.toMatch(/ghs_/);
});

test('an output that holds a secret is not passed on', async () => {
  hub.repository.secrets.PASSWORD = 'hunter2-and-more';
  await hub.push(
    byHand(`
  a:
    runs-on: x
    outputs: { leak: '\${{ steps.s.outputs.leak }}', fine: '\${{ steps.s.outputs.fine }}' }
    steps:
      - id: s
        run: |
          echo "leak=\${{ secrets.PASSWORD }}" >> "$GITHUB_OUTPUT"
          echo "fine=yes" >> "$GITHUB_OUTPUT"
  b:
    needs: a
    runs-on: x
    steps: [{ run: 'echo "[\${{ needs.a.outputs.leak }}] [\${{ needs.a.outputs.fine }}]"' }]
`),
  );
  const runner = await hub.start();
  const run = await hub.dispatch('ci.yml');
  await runner.idle();
  expect(await hub.log(run, 'a')).toContain("Skip output 'leak' since it may contain secret.");
  expect(await hub.log(run, 'b')).toContain('Z [] [yes]\n');
});

test('workflow commands: annotations, groups, stop-commands; commands that were replaced by files fail the step', async () => {
  const { run, log } = await runSteps(`
      - run: |
          echo "::group::Things"
          echo "::warning title=Careful::low%0Asecond"
          echo "::endgroup::"
          echo "::stop-commands::quiet"
          echo "::error::not a command now"
          echo "::quiet::"
          echo "::debug::hidden"
      - run: echo "::set-output name=a::b"
`);
  expect(log).toContain('##[group]Things');
  expect(log).toContain('Z ::error::not a command now');
  expect(log).not.toContain('Z hidden');
  expect(log).toContain('The `set-output` command is disabled. Write to the file in $GITHUB_OUTPUT instead.');
  expect(run.conclusion).toBe('failure');
  const check = hub.world.checkRuns.get(hub.job(run, 'a').checkRunId);
  expect(check?.annotations[0]).toMatchObject({ level: 'warning', title: 'Careful', message: 'low\nsecond' });
  expect(check?.annotations.some(({ message }) => message.includes('not a command'))).toBe(false);
});

test('shells, working directory, GITHUB_PATH, step summary, hashFiles', async () => {
  const { run, log } = await runSteps(`
      - run: |
          mkdir -p deep bin
          echo hi > deep/file.txt
          printf '#!/bin/sh\\necho tool ran\\n' > bin/my-tool
          chmod +x bin/my-tool
          echo "$PWD/bin" >> "$GITHUB_PATH"
          echo "## Summary here" >> "$GITHUB_STEP_SUMMARY"
      - run: pwd
        working-directory: deep
      - run: my-tool
      - run: console.log('from', typeof process.version)
        shell: node {0}
      - run: false | true
      - run: echo "hash \${{ hashFiles('deep/*.txt') != '' }} \${{ hashFiles('nope') == '' }}"
      - run: false | true
        shell: bash
`);
  expect(log).toMatch(/Z \/.*\/ship\/ship\/deep\n/);
  expect(log).toContain('Z tool ran\n');
  expect(log).toContain('Z from string\n');
  expect(log).toContain('Z hash true true\n');
  expect(hub.job(run, 'a').steps.filter(({ conclusion }) => conclusion === 'failure')).toHaveLength(1);
  expect(await readFile(jobSummaryPath(hub.dir, hub.job(run, 'a')), 'utf8')).toBe('## Summary here\n\n');
});
