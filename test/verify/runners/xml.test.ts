import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readXml, XmlError } from '../../../src/verify/runners/xml.ts';

test('elements, attributes, text, entities, CDATA, comments and instructions', () => {
  const root = readXml(
    `\uFEFF<?xml version="1.0"?><!-- <no> --><a one="1" two='&lt;&#65;&#x42;&amp;"'>x<b/>y<![CDATA[<&>]]><c:d.e-f  k = "v" >&quot;&apos;</c:d.e-f >\n</a>\n`,
  );
  expect(root).toMatchObject({
    name: 'a',
    attributes: { one: '1', two: '<AB&"' },
    text: 'xy<&>\n',
    children: [
      { name: 'b', children: [], text: '' },
      { name: 'c:d.e-f', attributes: { k: 'v' }, text: '"\'' },
    ],
  });
});

test.each([
  ['entities that grow', '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>', 'a document type'],
  ['a file of the machine', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'a document type'],
  ['an entity of HTML', '<a>&nbsp;</a>', 'the entity &nbsp;'],
  ['an ampersand alone', '<a>fish & chips</a>', 'the entity &'],
  ['a character that there is none of', '<a>&#x110000;</a>', 'the entity &#x110000;'],
  ['elements without end', '<a>'.repeat(100), 'more than 32 elements in each other'],
  ['a wrong end', '<a><b></a></b>', '</a> closes nothing'],
  ['an end too many', '<a/></a>', '</a> closes nothing'],
  ['no end', '<a><b>', '<b> is not closed'],
  ['two roots', '<a/><b/>', 'a second root element'],
  ['text outside', '<a/>words', 'text outside the root element'],
  ['nothing', '', 'no element'],
  ['a tag that does not end', '<a', 'a tag with something in it'],
  ['an attribute twice', '<a b="1" b="2"/>', 'no attribute'],
  ['an attribute without quotes', '<a b=1/>', 'without quotes'],
  ['an attribute without a value', '<a b/>', 'without a value'],
  ['a comment without end', '<a><!-- ', 'nothing closes'],
  ['too many attributes', `<a ${Array.from({ length: 100 }, (_, at) => `a${at}="x"`).join(' ')}/>`, 'no attribute'],
])('refuses %s', (_, text, message) => {
  expect(() => readXml(text)).toThrow(message);
});

test('names of the prototype are names like others', () => {
  expect({ ...readXml('<a __proto__="1" constructor="2"/>').attributes }.constructor).toBe('2');
});

test('a million elements are refused before they cost anything', () => {
  const started = performance.now();
  expect(() => readXml(`<a>${'<b/>'.repeat(1_000_000)}</a>`)).toThrow('more than 200000 elements');
  expect(() => readXml(`<a b="${'x'.repeat(4_000_000)}`)).toThrow('nothing closes');
  expect(performance.now() - started).toBeLessThan(4_000);
});

test('whatever it is given, it answers or says why not', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    '</a>',
    '<a>',
    '<a b="c">',
    '&',
    '&lt;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '"',
    "'",
    ' ',
    'x',
    '=',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        readXml(pieces.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(XmlError);
      }
    }),
    { numRuns: 2_000 },
  );
});
