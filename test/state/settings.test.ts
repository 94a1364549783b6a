/** A configuration is read once for each of its texts, and what one reader does with it changes nothing for the others. */
import { expect, test } from 'vitest';
import { settingsOf } from '../../src/state/settings.ts';

const observed = (text: string, oid = 'a'.repeat(40)) => ({ oid, text });
const attempts = (text: string): number => settingsOf(observed(text), null).config.settings.max_attempts;

test('each text means what it says, however many there were in between and whatever its object is called', () => {
  for (let round = 0; round < 2; round += 1)
    for (let count = 1; count <= 20; count += 1)
      expect(attempts(`settings:\n  max_attempts: ${(count % 5) + 1}\n# ${count}\n`)).toBe((count % 5) + 1);
});

test('a text that cannot be used says so at every look, of the object that was looked at', () => {
  for (const oid of ['a'.repeat(40), 'b'.repeat(40)]) {
    const { problems, newest, source } = settingsOf(observed('settings:\n  max_atempts: 3\n', oid), null);
    expect(problems).toMatchObject([{ line: 2, key: 'settings.max_atempts' }]);
    expect([newest, source]).toEqual([oid, null]);
  }
});

test('nobody can change what the others read', () => {
  const text = 'settings:\n  max_attempts: 2\n';
  const { config } = settingsOf(observed(text), null);
  expect(() => {
    config.settings.max_attempts = 5;
  }).toThrow(TypeError);
  expect(attempts(text)).toBe(2);
});
