/** What of the configuration a run is told about its tests. */
import { expect, test } from 'vitest';
import { type Config, configSchema } from '../../../src/core/config.ts';
import { decide } from '../../../src/core/decide/decide.ts';
import { ground, LEASE, NOW, observation, story, WES } from '../samples.ts';

function briefUnder(config: Config) {
  const seen = observation({ labelings: { count: 1, newest: [{ label: 'orch:run', by: WES, at: NOW }] } });
  return decide({ ...ground(seen, config), story: story('failed'), run: null, lease: LEASE }).runs[0]!.run.brief;
}

test('nothing that a workflow of before would not know, where nothing is configured', () => {
  const brief = briefUnder(configSchema.parse({}));
  expect(brief).not.toHaveProperty('proof');
  expect(JSON.parse(JSON.stringify(brief.commands))).toEqual({ test: 'npm test' });
});

test('exemptions and reports, where there are some', () => {
  const proof = { exempt: [{ name: 'docs', paths: ['docs/**'] }] };
  const commands = { test: 'make test', reports: ['build/**/TEST-*.xml'] };
  expect(briefUnder(configSchema.parse({ proof, commands }))).toMatchObject({ proof, commands });
});

test.each([
  { proof: { exempt: [{ name: 'docs', labels: ['docs'] }] } },
  { proof: { exempt: 'docs/**' } },
  { proof: { skip: true } },
  { commands: { reports: [] } },
])('refuses %j', (config) => {
  expect(configSchema.safeParse(config).success).toBe(false);
});
