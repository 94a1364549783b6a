import { describe, expect, test } from 'vitest';
import { parseFileCommand } from '../../../src/localhub/actions/file-commands.ts';
import { createSecretMask } from '../../../src/localhub/actions/secret-mask.ts';
import { annotationOf, parseCommand } from '../../../src/localhub/actions/workflow-commands.ts';

describe('a command in the output', () => {
  test('has properties and an escaped message', () => {
    const command = parseCommand('  ::error file=src/a%2Cb.ts,line=3,endLine=5,title=Oh%3A no::50%25%0Amore::x');
    expect(command).toMatchObject({ name: 'error', message: '50%\nmore::x' });
    expect(command && annotationOf(command)).toEqual({
      level: 'failure',
      message: '50%\nmore::x',
      title: 'Oh: no',
      path: 'src/a,b.ts',
      startLine: 3,
      endLine: 5,
    });
  });

  test.each(['plain text', 'see ::error::here', '::not a command', ':: ::', '##[error]old'])('%s is output', (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });
});

describe('a command file', () => {
  test('has pairs and blocks; later ones win', () => {
    const pairs = parseFileCommand('a=1\nb<<EOF\nx=y\n\nlast\nEOF\nc=<<d\na=2\nempty=\n');
    expect([...pairs]).toEqual([
      ['a', '2'],
      ['b', 'x=y\n\nlast'],
      ['c', '<<d'],
      ['empty', ''],
    ]);
  });

  test.each([
    ['just words', "Invalid format 'just words'"],
    ['=value', "Invalid format '=value'. Name must not be empty"],
    ['a<<END\nx\n', "Invalid value. Matching delimiter not found 'END'"],
  ])('refuses %j', (text, message) => {
    expect(() => parseFileCommand(text)).toThrow(message);
  });
});

describe('a mask', () => {
  const secret = 'p@ss/w"rd 12345';
  const mask = createSecretMask([secret, 'line one\nline two', '', '  ']);

  test('hides the value, its escapes, and its base64 inside longer texts', () => {
    expect(mask.apply(`<${secret}>`)).toBe('<***>');
    expect(mask.apply(JSON.stringify({ secret }))).toBe('{"secret":"***"}');
    expect(mask.apply(encodeURIComponent(secret))).toBe('***');
    for (const before of ['', 'u', 'us', 'user:']) {
      const encoded = Buffer.from(`${before}${secret} and more`).toString('base64');
      expect(mask.apply(encoded)).toContain('***');
    }
  });

  test('hides single lines of a long value and nothing for empty ones', () => {
    expect(mask.apply('got line two here')).toBe('got *** here');
    expect(mask.apply('  two  spaces  ')).toBe('  two  spaces  ');
  });
});
