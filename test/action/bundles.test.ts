import { execFile } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildAction, buildAll, JOBS, outdated } from '../../tools/build-action.ts';

test('the committed bundles are what their sources give', async () => {
  expect(await outdated(), 'run `npm run build:action` and commit the result').toEqual([]);
});

test('building twice gives the same bytes', async () => {
  expect(await buildAction('verify')).toBe(await buildAction('verify'));
});

test('each bundle is small enough to be fetched in a moment, and holds no path of the machine that built it', async () => {
  const files = await buildAll();
  for (const job of JOBS) {
    expect(gzipSync(files[`${job}.js`]!).length, job).toBeLessThan(1_000_000);
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
