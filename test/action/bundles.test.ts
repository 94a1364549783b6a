import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildAction, buildAll, JOBS, outdated } from '../../tools/build-action.ts';
import { temporaryFolder } from '../agent/support.ts';
import { epicBrief, epicCheckout, whyTurns } from './epic-world.ts';

test('the committed bundles are what their sources give', async () => {
  expect(await outdated(), 'run `npm run build:action` and commit the result').toEqual([]);
});

test('building twice gives the same bytes', async () => {
  expect(await buildAction('verify')).toBe(await buildAction('verify'));
});

test('each bundle is small enough to be fetched and loaded in a moment, and holds no path of the machine that built it', async () => {
  const files = await buildAll();
  for (const job of JOBS) {
    expect(gzipSync(files[`${job}.js`]!).length, job).toBeLessThan(450_000);
    // Half a megabyte that no job uses, and every one of them would load.
    expect(files[`${job}.js`], job).not.toContain('node_modules/undici');
    expect(files[`${job}.js`], job).not.toContain(import.meta.dirname.replace(/\/test\/action$/, ''));
  }
});

describe('without its inputs, a bundle starts, says what is missing, and fails', () => {
  test.each(['verify', 'deliver', 'sweep'])('%s', async (job) => {
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
      execFile('node', [`action/dist/${job}.js`], { env: { PATH: process.env.PATH } }, (error, out) =>
        resolve({ code: error?.code ?? 0, stdout: out }),
      );
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error::Input required and not supplied: /m);
  });
});

test('the bundle of the agent plays the workflows that are beside it', async () => {
  const place = epicCheckout(whyTurns());
  const temp = temporaryFolder();
  const report = join(temp, 'report.json');
  const env = {
    ...{ PATH: process.env.PATH, RUNNER_TEMP: temp, GITHUB_WORKSPACE: place.root, INPUT_REPORT: report },
    INPUT_BRIEF: JSON.stringify(epicBrief(place, 'why')),
  };
  const code = await new Promise((resolve) => {
    execFile('node', ['action/dist/agent.js'], { env }, (error) => resolve(error?.code ?? 0));
  });
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
    stop: 'done',
    workflow: { name: 'why', outcome: { verdict: 'proceed' } },
  });
});
