/** Disguises that a secret can wear on its way out, each by its name. */
import { deflateSync, gzipSync } from 'node:zlib';

/** In base64. */
export const base64 = (text: string): string => Buffer.from(text).toString('base64');
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) =>
    String.fromCharCode(
      (letter <= 'Z' ? 90 : 122) >= letter.charCodeAt(0) + 13 ? letter.charCodeAt(0) + 13 : letter.charCodeAt(0) - 13,
    ),
  );

/** A name of a disguise, and how it is put on. */
export const DISGUISES: [string, (secret: string) => string][] = [
  ['raw', (s) => s],
  ['base64', base64],
  ['base64 after one byte', (s) => base64(`:${s}.\n`)],
  ['base64 after two bytes', (s) => base64(`: ${s}!`)],
  ['base64 behind letters', (s) => `abc${base64(s)}`],
  ['base64url', (s) => Buffer.from(`??>${s}>>?`).toString('base64url')],
  ['base64 in lines of twenty', (s) => base64(`${s} and more behind it`).replace(/(.{20})/g, '$1\n')],
  ['hexadecimal', (s) => Buffer.from(s).toString('hex')],
  ['hexadecimal, large', (s) => Buffer.from(s).toString('hex').toUpperCase()],
  ['hexadecimal with marks', (s) => [...Buffer.from(s)].map((byte) => `0x${byte.toString(16)}`).join(', ')],
  ['hexadecimal with spaces', (s) => [...Buffer.from(s)].map((byte) => byte.toString(16)).join(' ')],
  ['escapes', (s) => [...Buffer.from(s)].map((byte) => `\\x${byte.toString(16)}`).join('')],
  ['escapes of JSON', (s) => [...s].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('')],
  ['entities', (s) => [...s].map((letter) => `&#${letter.charCodeAt(0)};`).join('')],
  ['URL', (s) => [...Buffer.from(s)].map((byte) => `%${byte.toString(16)}`).join('')],
  ['URL in part', (s) => s.replace(/[aeiou_-]/gi, (letter) => `%${letter.charCodeAt(0).toString(16)}`)],
  ['reversed', (s) => [...s].reverse().join('')],
  ['gzip in base64', (s) => gzipSync(`the key is ${s}`).toString('base64')],
  ['gzip in base64 behind letters', (s) => `seven-1${gzipSync(s).toString('base64')}`],
  ['gzip in base64 before letters', (s) => `${gzipSync(s).toString('base64').replace(/=+$/, '')}Signed`],
  ['gzip in base64 with its end cut off', (s) => gzipSync(`the key is ${s} and more`).toString('base64').slice(0, -12)],
  ['gzip in hexadecimal', (s) => gzipSync(s).toString('hex')],
  ['zlib in base64', (s) => deflateSync(`the key is ${s}`).toString('base64')],
  ['rot13', rot13],
  ['spaced', (s) => [...s].join(' ')],
  ['spaced by dots', (s) => [...s.replaceAll('-', '')].join('.')],
  ['one character a line', (s) => [...s].join('\n')],
  ['over lines', (s) => `${s.slice(0, 9)}\n${s.slice(9, 20)}\n${s.slice(20)}`],
  ['over lines of code', (s) => `const k = '${s.slice(0, 9)}' +\n  '${s.slice(9, 20)}' +\n  "${s.slice(20)}";`],
  ['over strings', (s) => `['${s.slice(0, 9)}', '${s.slice(9)}']`],
  ['the last seven missing', (s) => s.slice(0, -7)],
  ['base64 of reversed', (s) => base64([...s].reverse().join(''))],
  ['base64 of base64', (s) => base64(base64(s))],
  ['base64 of rot13', (s) => base64(rot13(s))],
  ['reversed base64', (s) => [...base64(s)].reverse().join('')],
  ['hexadecimal of gzip of base64', (s) => gzipSync(base64(s)).toString('hex')],
];

/** What only a scanner that knows the value can find. */
export const OWN_ONLY: [string, (secret: string) => string][] = [
  ['the first seven missing', (s) => s.slice(7)],
  ['seven missing at both ends', (s) => s.slice(7, -7)],
  ['base64 of the middle', (s) => base64(s.slice(5, -5))],
  ['with dashes for spaces', (s) => [...s.replaceAll('-', '')].join('-')],
];
