/** JUnit XML, which nearly every runner can write. Its writers agree on elements and little else, so attributes are taken as hints. */
import { classify } from './classify.ts';
import type { Reading } from './read.ts';
import { type Failure, MAX_FAILURES, messageOf, type NamedTest } from './report.ts';
import { type Element, readXml } from './xml.ts';

/** What one file says. Throws XmlError where it is no XML, or no report of tests. */
export function readJunit(text: string): Reading {
  const root = readXml(text);
  if (root.name !== 'testsuites' && root.name !== 'testsuite')
    throw new Error(`its root element is <${root.name.slice(0, 40)}>, not <testsuites> or <testsuite>`);
  const failures: Failure[] = [];
  const tests: NamedTest[] = [];
  visit(root, undefined);
  const count = (status: NamedTest['status']): number => tests.filter((test) => test.status === status).length;
  return {
    runner: 'JUnit XML',
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    failures: failures.slice(0, MAX_FAILURES),
    tests,
  };

  function visit(element: Element, suiteFile: string | undefined): void {
    const file = element.attributes.file ?? element.attributes.filepath ?? suiteFile;
    // What befell a suite before its first test stands in the suite itself.
    if (element.name === 'testsuite' && element.children.some(isFailure)) testcase(element, file, false);
    for (const child of element.children) {
      if (child.name === 'testsuite') visit(child, file);
      else if (child.name === 'testcase') testcase(child, file, true);
    }
  }

  function testcase(element: Element, suiteFile: string | undefined, reached: boolean): void {
    const { name = '', classname = '' } = element.attributes;
    const full = classname === '' || name.startsWith(classname) ? name : `${classname} > ${name}`;
    const bad = element.children.find(isFailure);
    if (!bad) {
      const skipped = element.children.some((child) => child.name === 'skipped');
      tests.push({ name: full, status: skipped ? 'skipped' : 'passed' });
      return;
    }
    tests.push({ name: full, status: 'failed' });
    const file = element.attributes.file ?? suiteFile;
    failures.push({
      name: full,
      ...(file !== undefined && { file }),
      // A file stands for itself where none of its tests was reached.
      ...reasonOf(bad, reached && name !== classname),
    });
  }
}

const isFailure = (element: Element): boolean => element.name === 'failure' || element.name === 'error';

/**
 * A failure is an assertion and an error is an error, says the format; most writers call everything a failure. So the type and the words come
 * first, and the element only where these say nothing.
 */
function reasonOf(
  { name, attributes, text }: Element,
  reached: boolean,
): Pick<Failure, 'kind' | 'message' | 'missing'> {
  const { type = '', message = '' } = attributes;
  const said = messageOf([message, ...text.split('\n', 60)]);
  const tries = [`${type}: ${message}`, message, text.trim().slice(0, 4_000), ...quotedErrors(text)];
  const loading = !reached || /^(?:collection failure|Test suite failed to run)/.test(message);
  const reasons = tries.map((each) => classify(each, !loading));
  const known =
    reasons.find(({ kind }) => kind !== 'unknown' && kind !== 'error') ??
    reasons.find(({ kind }) => kind !== 'unknown');
  if (known) return { ...known, message: said };
  return { kind: name === 'failure' ? 'assertion' : 'error', message: said };
}

/** pytest's marks before what was raised. */
const quotedErrors = (text: string): string[] =>
  text.split('\n', 400).flatMap((line) => /^E {2,}(.*)$/.exec(line.slice(0, 2_000))?.[1] ?? []);
