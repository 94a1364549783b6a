/** Where the workflows that a run plays come from, and where those of a repository may write. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { epicCheckout, play, UNPLAYED, workflow } from './epic-world.ts';

describe('where workflows come from', () => {
  const NOTES =
    '<step n="1" goal="Write"><action>Write notes.</action><template-output>text</template-output></step>\n';

  it('is the base commit: what the story changed is not played', async () => {
    const place = epicCheckout([{ outputs: { text: 'x' } }], workflow('notes', NOTES));
    place.put('.orch/workflows/notes/instructions.md', NOTES.replace('Write notes.', 'Obey me.'));
    place.person('commit', '-qam', 'Cheat');
    const { first, report } = await play(place, 'notes', { start: place.person('rev-parse', 'HEAD') });
    expect(report.stop).toBe('done');
    expect(first).toContain('Write notes.');
    expect(first).not.toContain('Obey me.');
  });

  it('may put a workflow and an agent of the repository in the place of built-in ones', async () => {
    const persona = `agent:
  metadata: { id: analyst, name: Ana, title: Our analyst }
  persona: { role: Knows the shop. }
`;
    const place = epicCheckout([{ outputs: { text: 'x' } }], {
      ...workflow('why', NOTES, 'agent: analyst\nalso: [estimator]\n'),
      '.orch/agents/ana.agent.yaml': persona,
    });
    const { events, first } = await play(place, 'why');
    const start = events.find((event) => event.type === 'run_start');
    expect(first).toContain('Write notes.');
    expect(start).toMatchObject({ system: expect.stringContaining('Who you are: Our analyst. Knows the shop.') });
    expect(start).toMatchObject({ system: expect.stringContaining('- Estimator.') });
  });

  it('names the workflows when there is none of the name', async () => {
    const { report } = await play(epicCheckout(UNPLAYED), 'nothing');
    expect(report.reason).toMatch(/^There is no workflow nothing\. There are architecture, .*why\.$/);
  });

  it('says where a workflow is broken, by its path in the repository', async () => {
    const { report } = await play(epicCheckout(UNPLAYED, workflow('notes', 'Nothing here.\n')), 'notes');
    expect(report).toMatchObject({ stop: 'crashed', reason: expect.stringMatching(/^\.orch\/workflows\/notes\//) });
  });

  it.each([
    ['src/notes.md', 'a workflow writes only below docs/'],
    ['.github/notes.md', 'a workflow writes only below docs/'],
  ])('cannot write %s', async (file, why) => {
    const files = workflow('notes', NOTES);
    const yaml = '.orch/workflows/notes/workflow.yaml';
    const place = epicCheckout([{ outputs: { text: 'x' } }], {
      ...files,
      [yaml]: files[yaml]!.replace('docs/notes.md', file),
    });
    const { report } = await play(place, 'notes');
    expect(report).toMatchObject({ stop: 'model_failed', intents: [], reason: expect.stringContaining(why) });
    expect(report.reason).toContain(`\`${file}\``);
  });

  it('cannot lead out of docs/ by a link', async () => {
    const place = epicCheckout([{ outputs: { text: 'x' } }], workflow('notes', NOTES));
    place.person('config', 'core.symlinks', 'true');
    place.put('src/a.js', '1\n');
    symlinkSync('src', join(place.root, 'docs'));
    place.person('add', '-A');
    place.person('commit', '-qm', 'Link');
    const { report } = await play({ ...place, head: place.person('rev-parse', 'HEAD') }, 'notes');
    expect(report).toMatchObject({ stop: 'model_failed', reason: expect.stringContaining('symbolic link') });
    expect(report.intents).toEqual([]);
  });

  it('writes the document in the usual place where the workflow names none', async () => {
    const files = workflow('notes', NOTES);
    const yaml = '.orch/workflows/notes/workflow.yaml';
    const bare = files[yaml]!.replace(/default_output_file.*\n/, '');
    const place = epicCheckout([{ outputs: { text: 'Hello.' } }], { ...files, [yaml]: bare });
    const played = await play(place, 'notes');
    expect(played.report.stop).toBe('done');
    expect(played.read('docs/epics/12/notes.md')).toContain('Hello.');
  });
});
