/** What scenes check can fail: where nothing happened, nothing is taken for a success. */
import { describe, expect, test } from 'vitest';
import { parseScript } from '../../../src/agent/models/script.ts';
import { configSchema } from '../../../src/core/config.ts';
import { SCENES, sceneNamed } from '../../../src/try/scenes/all.ts';
import { attackRows, tableOf } from '../../../src/try/scenes/attack/table.ts';
import { EVIL_BODY, EVIL_TITLE, wordRows } from '../../../src/try/scenes/attack/words.ts';
import type { SceneEnd } from '../../../src/try/scenes/scene.ts';
import { writeYaml } from '../../../src/yaml/read.ts';

/** A scene in which nobody did anything. */
const NOTHING: SceneEnd = {
  story: null,
  team: [],
  settled: false,
  runs: [],
  ledger: null,
  comments: [],
  sticky: undefined,
  kept: {},
  pull: null,
  transcripts: new Map(),
  branches: new Map(),
  mainBefore: 'a'.repeat(40),
  changedPaths: [],
  repository: 'acme/lapse',
};

describe.each(SCENES)('the scene $name', (scene) => {
  test('is found by its name, and fits what it is made for', () => {
    expect(sceneNamed(scene.name)).toBe(scene);
    const script = parseScript(writeYaml({ version: 1, about: scene.title, parts: scene.parts }), 'scene.yaml');
    expect(script.parts).toEqual(scene.parts);
    expect(configSchema.safeParse({ version: 1, ...scene.config }).error).toBeUndefined();
    const speaking = [...scene.issues.map(({ by }) => by), ...scene.steps.flatMap(({ says }) => says?.by ?? [])];
    expect([...new Set(speaking)].filter((login) => login !== 'maria')).toEqual(scene.strangers);
  });

  test('is no success where nothing happened', () => {
    const checks = scene.checks(NOTHING);
    expect(checks.filter(({ ok }) => !ok).length).toBeGreaterThan(1);
    expect(scene.exhibits(NOTHING).every(({ title }) => title !== '')).toBe(true);
  });
});

describe('the table of the attack', () => {
  test('claims for nothing that it was stopped, unless that can be seen', () => {
    const rows = attackRows(NOTHING);
    expect(rows.filter(({ stopped }) => stopped !== undefined)).toEqual([]);
    expect(tableOf(rows).match(/NOTHING/g)).toHaveLength(rows.length);
  });

  test('sees every trick with words that is alive', () => {
    const pull = { number: 3, title: EVIL_TITLE, body: EVIL_BODY, state: 'open', author: 'orch[bot]' } as const;
    expect(wordRows(pull, 'acme/lapse').filter(({ stopped }) => stopped !== undefined)).toEqual([]);
    expect(
      wordRows({ ...pull, title: 'Fine', body: 'Fine.' }, 'acme/lapse').every(({ stopped }) => stopped !== undefined),
    ).toBe(true);
  });
});
