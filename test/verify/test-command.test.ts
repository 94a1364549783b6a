import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testRunSchema } from '../../src/core/run.ts';
import { runTests } from '../../src/verify/test-command.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'orch-command-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = async (command: string, timeout = 20_000) =>
  testRunSchema.parse((await runTests({ command, dir, log: join(dir, 'log'), timeout })).run);

test('the environment of the command is four variables', async () => {
  process.env.ORCH_TEST_SECRET = 'hidden';
  const { tail } = await run(
    'env -0 | tr "\\0" "\\n" | grep -v "^\\(_\\|PWD\\|SHLVL\\|OLDPWD\\)=" | cut -d= -f1 | sort',
  );
  delete process.env.ORCH_TEST_SECRET;
  expect(tail.trim().split('\n')).toEqual(['CI', 'HOME', 'LANG', 'PATH']);
});

test('home is empty, writable and gone afterwards', async () => {
  const { tail } = await run('ls -A "$HOME" && touch "$HOME/x" && echo "$HOME"');
  expect(tail.trim()).toMatch(/^\/.*orch-home-/);
  expect(() => readFileSync(join(tail.trim(), 'x'))).toThrow('ENOENT');
});

test('the exit status is the command’s, also when a signal ended it', async () => {
  expect((await run('exit 7')).exit_code).toBe(7);
  expect((await run('kill -TERM $$')).exit_code).toBe(143);
  expect((await run('no-such-command-here')).exit_code).toBe(127);
});

test('a command in a folder that is not there', async () => {
  const result = await runTests({ command: 'true', dir: join(dir, 'missing'), log: join(dir, 'log'), timeout: 1_000 });
  expect(result).toMatchObject({ run: { exit_code: 127, tail: expect.stringContaining('ENOENT') }, late: false });
});

test('out of time: the whole group is killed', async () => {
  const result = await run('sleep 300 & echo "child $!"; sleep 300', 300);
  expect(result.exit_code).toBe(124);
  expect(result.tail).toMatch(/\[stopped after 0\.\d+ seconds\]/);
  const child = Number(/child (\d+)/.exec(result.tail)![1]);
  await vi.waitFor(() => expect(alive(child)).toBe(false));
});

test('what is left running in the background ends with the command and does not hold it up', async () => {
  const result = await run('sleep 300 & echo "child $!"');
  expect(result).toMatchObject({ exit_code: 0 });
  expect(result.seconds).toBeLessThan(2);
  const child = Number(/child (\d+)/.exec(result.tail)![1]);
  await vi.waitFor(() => expect(alive(child)).toBe(false));
});

test('a process that left the group does not hold it up either', async () => {
  const result = await run('setsid sleep 8 & echo started');
  expect(result).toMatchObject({ exit_code: 0, tail: 'started\n' });
  expect(result.seconds).toBeLessThan(6);
});

test('much output: the log has the beginning, the tail the end', async () => {
  const { tail } = await run('echo first; yes "a line of output" | head -c 20000000; echo; echo last');
  expect(tail).toHaveLength(4_000);
  expect(tail.endsWith('last\n')).toBe(true);
  const log = readFileSync(join(dir, 'log'), 'utf8');
  expect(log.startsWith('first\n')).toBe(true);
  expect(log.endsWith('[cut here: the output is too long to keep]\n')).toBe(true);
});

test('the output is read to far before its end, with paths as they are in the project', async () => {
  const output = `ok 1 - first\n${'# something long\n'.repeat(60_000)}not ok 2 - $PWD/second\n1..2`;
  writeFileSync(join(dir, 'print.sh'), `printf '%s\n' "${output}"; exit 1\n`);
  const { run: result, reading } = await runTests({
    command: 'sh print.sh',
    dir,
    log: join(dir, 'log'),
    timeout: 20_000,
  });
  expect(result).toMatchObject({ exit_code: 1, runner: 'TAP', passed: 1, failed: 1, failures: [{ name: 'second' }] });
  expect(reading?.tests).toHaveLength(2);
});

describe('reports in files', () => {
  const XML = (name: string) => `<testsuite><testcase name="${name}"/></testsuite>`;
  const told: string[] = [];
  const report = (command: string, reports: string[]) =>
    runTests({ command, dir, log: join(dir, 'log'), timeout: 20_000, reports, tell: (line) => told.push(line) });

  test('what this execution wrote counts, and not what one before it left', async () => {
    mkdirSync(join(dir, 'out'));
    writeFileSync(join(dir, 'out', 'old.xml'), XML('old'));
    writeFileSync(join(dir, 'new.xml'), XML('new'));
    const { run: result, reading } = await report('echo "ℹ pass 9"; cp new.xml out/new.xml', ['out/*.xml']);
    expect(result).toMatchObject({ runner: 'JUnit XML', passed: 1 });
    expect(reading?.tests).toEqual([{ name: 'new', status: 'passed' }]);
    expect((await report('cp new.xml out/old.xml', ['out/*.xml'])).run.passed).toBe(1);
    expect((await report('cp new.xml out/new.xml; cp new.xml out/third.xml', ['out/*.xml'])).run.passed).toBe(2);
  });

  test('without a report the output speaks', async () => {
    expect((await report('echo "ℹ pass 9"', ['out/*.xml'])).run).toMatchObject({ runner: 'node:test', passed: 9 });
  });

  test('nothing is read through a link, out of the folder, or that is no report', async () => {
    const outside = join(dir, '..', `${basename(dir)}-outside.xml`);
    writeFileSync(outside, XML('outside'));
    const { run: result } = await report(
      `mkdir bad; ln -s ${outside} bad/link.xml; ln -s .. bad/folder; ln -s .. up; echo '<!DOCTYPE x><x/>' > bad/bomb.xml; head -c 9000000 /dev/zero > bad/large.xml`,
      ['bad/**/*.xml', '../*.xml', 'up/*-outside.xml', outside],
    );
    rmSync(outside);
    expect(result.runner).toBeUndefined();
    expect(told).toEqual([
      'report bad/bomb.xml cannot be read: a document type, which no report of tests needs, at character 1',
      'report bad/large.xml is left out: 9000000 bytes are more than are read',
    ]);
  });
});

/** Whether the process exists and is not a zombie that nobody has collected. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
