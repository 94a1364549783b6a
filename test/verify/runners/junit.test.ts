import { expect, test } from 'vitest';
import { readJunit } from '../../../src/verify/runners/junit.ts';

const suite = (inside: string): string =>
  `<testsuites><testsuite name="s" file="test/s.test.js">${inside}</testsuite></testsuites>`;

test('passed, failed, skipped; suites in suites; the file of the suite', () => {
  const report = readJunit(
    suite(
      '<testcase classname="Parse" name="one"/><testsuite><testcase name="two"><skipped/></testcase></testsuite>' +
        '<testcase classname="Parse" name="three"><failure type="AssertionError" message="expected 1 to be 2"/></testcase>',
    ),
  );
  expect(report).toMatchObject({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: [{ name: 'Parse > three', file: 'test/s.test.js', kind: 'assertion', message: 'expected 1 to be 2' }],
  });
  expect(report.tests?.map(({ name }) => name)).toEqual(['Parse > one', 'two', 'Parse > three']);
});

test.each([
  ['<failure type="org.opentest4j.AssertionFailedError" message="expected: 1 but was: 2"/>', 'assertion'],
  ['<failure type="junit.framework.ComparisonFailure" message="x"/>', 'assertion'],
  ['<failure message="whatever">no words that are known</failure>', 'assertion'],
  ['<error type="java.lang.NullPointerException" message="x"/>', 'error'],
  ['<failure type="java.lang.IllegalStateException" message="closed"/>', 'error'],
  ['<error message="whatever"/>', 'error'],
  ['<error type="ModuleNotFoundError">No module named \'yaml\'</error>', 'import'],
  ['<failure type="TestTimeoutError" message="Test timed out in 50ms."/>', 'timeout'],
])('%s is %s', (inside, kind) => {
  expect(readJunit(suite(`<testcase name="t">${inside}</testcase>`)).failures).toMatchObject([{ kind }]);
});

test('another kind of XML is named', () => {
  expect(() => readJunit('<html/>')).toThrow('its root element is <html>, not <testsuites> or <testsuite>');
});
