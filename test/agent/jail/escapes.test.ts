import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ESCAPES } from './escapes.ts';
import { CANARY, type JailWorld, jailWorld, whyNoJail } from './world.ts';

const reason = await whyNoJail();
const all = Object.values(ESCAPES).flat();

it('there are at least sixty, each with a name of its own', () => {
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

describe.skipIf(reason !== undefined)(`in the jail${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let world: JailWorld;
  beforeAll(async () => {
    world = await jailWorld();
  });
  afterAll(() => world?.close());

  for (const [aim, escapes] of Object.entries(ESCAPES)) {
    describe(aim, () => {
      it.each(escapes)('$name', async ({ command }) => {
        const before = { outside: world.outside(), git: world.git(), connections: world.connections() };
        const { output, ended } = await world.jailed(command);
        expect(output).not.toContain('ESCAPED');
        expect(output).not.toContain(CANARY);
        // The command ran to its end: one that was cut short by a slip of ours would prove nothing.
        expect(ended).toBe('exit');
        expect(output).not.toMatch(/syntax error|unexpected EOF/);
        expect({ outside: world.outside(), git: world.git(), connections: world.connections() }).toEqual(before);
        expect(world.alive()).toBe(true);
      });
    });
  }

  describe('and without the jail, the same command succeeds:', () => {
    it.each(all.filter(({ bites }) => bites))('$name', async ({ command }) => {
      const { output } = await world.plain(command);
      expect(output.includes('ESCAPED') || output.includes(CANARY)).toBe(true);
    });
  });
});
