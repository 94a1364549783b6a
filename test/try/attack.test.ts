/** The scene of the attack, with a jail and without one. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { played, shown } from './played.ts';

/** A scene takes some fifteen seconds alone on a machine, and more beside other tests. */
const LONG = 120_000;

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'orch-attack-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('npm run try -- --scene attack', { timeout: LONG }, () => {
  test('every attempt is stopped, and the jail stops two of them', async () => {
    const outcome = await played('attack');
    const table = shown(outcome, /What was tried/);
    expect(table.split('\n')).toHaveLength(21);
    expect(table).not.toContain('NOTHING');
    expect(outcome).toMatchObject({ story: 2, pr: 3, merged: false });
    if (shown(outcome, /commands ran/).startsWith('bubblewrap'))
      expect(table.match(/ {2}the jail {2}/g)).toHaveLength(2);
  });

  test('where there is no jail, the key can be read and goes nowhere', async () => {
    const outcome = await played('attack', { PATH: withoutJail(join(scratch, 'bin')) });
    expect(shown(outcome, /commands ran/)).toMatch(/^none, and only because no model is asked[\s\S]*could read/);
    expect(shown(outcome, /What was tried/)).toMatch(/environ and commit it +the policy +It adds a secret of this run/);
  });
});

/** A folder with every program of the search path but the jail's. */
function withoutJail(folder: string): string {
  mkdirSync(folder);
  const seen = new Set(['bwrap']);
  for (const place of [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)]) {
    for (const name of filesIn(place)) {
      if (seen.has(name)) continue;
      seen.add(name);
      symlinkSync(join(place, name), join(folder, name));
    }
  }
  return folder;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
