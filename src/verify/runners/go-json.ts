/** `go test -json`: one event a line; what the compiler says stands between them, or is an event of its own since Go 1.24. */
import { buildFailures, failureOf, type GoResult, leaves } from './go.ts';
import { MAX_FAILURES, type Reader } from './report.ts';

interface Event {
  Action: string;
  Package?: string;
  Test?: string;
  Output?: string;
}

export const goJson: Reader = {
  runner: 'go test -json',
  read(text) {
    const results = new Map<string, GoResult & { package: string }>();
    const packages = new Set<string>();
    const failed = new Set<string>();
    const rest: string[] = [];
    let events = 0;
    for (const line of text.split('\n')) {
      const event = eventIn(line);
      if (!event) {
        rest.push(line.slice(0, 2_000));
        continue;
      }
      if (event.Package !== undefined) events += 1;
      if (event.Action === 'build-output') rest.push((event.Output ?? '').trimEnd());
      const { Package: pack = '', Test: name } = event;
      if (name === undefined) {
        if (event.Action === 'fail') failed.add(pack);
        continue;
      }
      packages.add(pack);
      const key = `${pack} ${name}`;
      const result = results.get(key) ?? { name, package: pack, status: 'skipped', said: [] };
      results.set(key, result);
      if (event.Action === 'output') result.said.push((event.Output ?? '').trimEnd());
      if (event.Action === 'pass') result.status = 'passed';
      if (event.Action === 'fail') result.status = 'failed';
    }
    if (events === 0) return undefined;
    const tests = [...packages].flatMap((pack) =>
      leaves([...results.values()].filter((result) => result.package === pack)),
    );
    const count = (status: GoResult['status']): number => tests.filter((test) => test.status === status).length;
    const built = new Set([
      ...rest.flatMap((line) => /^FAIL\t(\S+) \[(?:build|setup) failed\]$/.exec(line)?.[1] ?? []),
      ...[...failed].filter((pack) => !packages.has(pack)),
    ]);
    return {
      passed: count('passed'),
      failed: count('failed') + built.size,
      skipped: count('skipped'),
      failures: [
        ...tests
          .filter(({ status }) => status === 'failed')
          .map(({ name, status, said }) =>
            failureOf({ name, status, said: said.filter((line) => !/^(?:===|\s*---) /.test(line)) }),
          ),
        ...buildFailures(rest),
      ].slice(0, MAX_FAILURES),
      tests: tests.map(({ name, status }) => ({ name, status })),
    };
  },
};

function eventIn(line: string): Event | undefined {
  if (!line.startsWith('{"') || !line.includes('"Action":')) return undefined;
  try {
    const event = JSON.parse(line) as Partial<Record<keyof Event, unknown>>;
    const text = (value: unknown): boolean => value === undefined || typeof value === 'string';
    if (typeof event.Action !== 'string' || ![event.Package, event.Test, event.Output].every(text)) return undefined;
    return event as Event;
  } catch {
    return undefined;
  }
}
