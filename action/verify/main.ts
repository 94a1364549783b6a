/** The entry of the `verify` job's Action. Wiring only; it always leaves a verdict, also when it cannot do its work. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import type { Verdict } from '../../src/core/run.ts';
import { readReport } from '../../src/patch/artifact.ts';
import { logLine } from '../../src/patch/harmless.ts';
import { verdictSummary } from '../../src/verify/summary.ts';
import { verify } from '../../src/verify/verify.ts';
import { readBrief } from '../agent/brief.ts';

const path = (name: string): string => resolve(core.getInput(name, { required: true }));
const log = (line: string): void => core.info(logLine(line));

try {
  const out = path('out');
  await mkdir(out, { recursive: true });
  const brief = readBrief(core.getInput('brief'));
  const minutes = Number(core.getInput('timeout-minutes'));
  if (!(minutes > 0))
    throw new Error('The input `timeout-minutes` takes a number above 0: how long the test command may take once.');
  const report = await readReport(path('report'), brief);
  const verdict = await verify({
    brief,
    report,
    base: path('base'),
    head: path('head'),
    logs: out,
    timeout: minutes * 60_000,
    log,
  }).catch((error: unknown): Verdict => {
    const reason = `The verify job could not do its work: ${error instanceof Error ? error.message : String(error)}`;
    return { version: 1, run: brief.run, ok: false, reason: reason.slice(0, 2_000), tests: [] };
  });
  await writeFile(join(out, 'verdict.json'), `${JSON.stringify(verdict, null, 2)}\n`);
  for (const name of ['base', 'red', 'green'] as const) {
    const tail = verdict[name]?.tail;
    if (!tail) continue;
    core.startGroup(`End of the output of ${name}`);
    for (const line of tail.trimEnd().split('\n')) core.info(`  ${logLine(`| ${line}`)}`);
    core.endGroup();
  }
  core.setOutput('ok', verdict.ok);
  if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(verdictSummary(verdict)).write();
  // A question is no failure: there is only nothing to prove yet.
  const asked = report.ok && report.value.stop === 'asked';
  if (!verdict.ok && !asked) core.setFailed(logLine(verdict.reason ?? 'Not verified.'));
} catch (error) {
  core.setFailed(logLine(error instanceof Error ? error.message : String(error)));
}
