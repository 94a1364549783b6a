import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScript, ScriptInvalid } from '../../src/agent/models/script.ts';
import { scriptedModel } from '../../src/agent/models/scripted.ts';
import { developerTools } from '../../src/agent/tools/developer-tools.ts';
import { checkout, runIn, workspaceOf } from './support.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/scripts.md'), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map((m) => m[1]!)
  .filter((text) => text.startsWith('version'));

describe('docs/scripts.md', () => {
  it('has an example that does what it says', async () => {
    const script = parseScript(examples[0]!, 'docs/scripts.md');
    const place = checkout({
      'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
      'src/greet.js': "export const greet = (name) => 'Hi, ' + name;\n",
    });
    const { report } = await runIn(
      place,
      scriptedModel(script, { role: 'developer', title: 'Greet', attempt: 1, continues: false }),
    );
    expect(report.reason).toBeUndefined();
    expect(report.intents).toMatchObject([{ stage: 'red' }, { stage: 'green' }, { kind: 'pull_request' }]);
  });

  it('has only examples that can be played', () => {
    expect(examples).toHaveLength(3);
    for (const text of examples) expect(parseScript(text, 'docs/scripts.md').parts.length).toBeGreaterThan(0);
  });

  it('shows the message that comes', () => {
    const text = 'version: 1\nturns:\n  - say: a\n  - sya: b\n';
    const error = (() => {
      try {
        return parseScript(text, '.orch/script.yaml');
      } catch (e) {
        return e;
      }
    })();
    expect(error).toBeInstanceOf(ScriptInvalid);
    expect(page).toContain((error as Error).message);
  });

  it('names every tool and every argument', async () => {
    const tools = developerTools(await workspaceOf(checkout()), { run: () => Promise.reject(new Error('not called')) });
    const rows = page.slice(page.indexOf('\n## Tools\n')).split('\n');
    for (const { description } of tools) {
      const row = rows.find((line) => line.startsWith(`| \`${description.name}\` |`)) ?? '';
      const { properties } = description.input_schema as { properties?: object };
      for (const name of Object.keys(properties ?? {})) expect(row).toContain(`\`${name}\``);
    }
  });
});
