/** Which reader a file of tests has, and what stands for a test where there is none. */
import { readGo } from './go.ts';
import { readJavaScript } from './javascript.ts';
import { readPython } from './python.ts';
import { readRust } from './rust.ts';
import type { SourceReader } from './source.ts';

/** The reader for the language of a file; undefined when there is none. */
export function readerFor(path: string): SourceReader | undefined {
  if (/\.[cm]?[jt]sx?$/i.test(path)) return readJavaScript;
  if (/\.py$/i.test(path)) return readPython;
  if (/\.go$/i.test(path)) return readGo;
  if (/\.rs$/i.test(path)) return readRust;
  return undefined;
}

/** A file of a language that is not read here, and that has tests by its name; all that can be said is whether it is still there. */
export const namedAsTest = (path: string): boolean =>
  /(?:^|\/)test_[^/]*$|[._-](?:test|tests|spec)\.[^/.]+$|[a-z](?:Test|Tests|Spec|IT)\.[^/.]+$|(?:^|\/)[^/]*\.(?:bats|feature|t)$/.test(
    path,
  );

/** What runners compare with, written by themselves. */
export const isSnapshot = (path: string): boolean => /\.(?:snap|snapshot|ambr)$|(?:^|\/)__snapshots__\//.test(path);
