/** The chapter of files, refs and objects of git. */
import { expect, it } from 'vitest';
import { type Life, repo } from './conformance-life.ts';

/** Reads and writes the repository; leaves a branch `topic` that adds src/four.js to main in four commits. */
export function testGit(life: () => Life): void {
  it('reads files and git objects', async () => {
    const { orch } = life();
    const file = await orch(`GET ${repo}/contents/README.md`);
    expect(Buffer.from(file.body.content, 'base64').toString()).toBe('one\ntwo\nthree\n');
    expect((await orch(`GET ${repo}/contents`)).body.map((one: { path: string }) => one.path)).toEqual([
      '.github',
      'README.md',
    ]);
    expect((await orch(`GET ${repo}/readme`)).body.path).toBe('README.md');
    expect((await orch(`GET ${repo}/git/blobs/${file.body.sha}`)).body.size).toBe(14);
    const ref = await orch(`GET ${repo}/git/ref/heads/main`);
    const commit = await orch(`GET ${repo}/git/commits/${ref.body.object.sha}`);
    expect((await orch(`GET ${repo}/git/trees/${commit.body.tree.sha}?recursive=1`)).body.tree.length).toBeGreaterThan(
      2,
    );
    expect((await orch(`GET ${repo}/git/matching-refs/heads/`)).body).toHaveLength(1);
    expect((await orch(`GET ${repo}/commits`)).body).toMatchObject([
      { sha: ref.body.object.sha, author: { login: 'mona' } },
    ]);
    expect((await orch(`GET ${repo}/commits/main`)).body.files.length).toBe(2);
    expect((await orch(`GET ${repo}/branches`)).body).toMatchObject([{ name: 'main' }]);
    expect((await orch(`GET ${repo}/branches/main`)).body.name).toBe('main');
  });

  it('writes files and moves refs', async () => {
    const { orch } = life();
    const main = (await orch(`GET ${repo}/git/ref/heads/main`)).body.object.sha;
    const ref = await orch(`POST ${repo}/git/refs`, { ref: 'refs/heads/topic', sha: main });
    expect(ref).toMatchObject({ status: 201, body: { ref: 'refs/heads/topic' } });
    const content = Buffer.from('export const four = 4;\n').toString('base64');
    const created = await orch(`PUT ${repo}/contents/src/four.js`, { message: 'Add four', content, branch: 'topic' });
    expect(created.status).toBe(201);
    const { sha } = created.body.content;
    const change = { message: 'Change four', content: Buffer.from('4\n').toString('base64'), branch: 'topic' };
    expect((await orch(`PUT ${repo}/contents/src/four.js`, change)).status).toBe(422);
    expect((await orch(`PUT ${repo}/contents/src/four.js`, { ...change, sha: main })).status).toBe(409);
    expect((await orch(`PUT ${repo}/contents/src/four.js`, { ...change, sha })).status).toBe(200);
    const extra = await orch(`PUT ${repo}/contents/extra.txt`, { ...change, message: 'Extra' });
    const removal = { message: 'Remove', sha: extra.body.content.sha, branch: 'topic' };
    expect((await orch(`DELETE ${repo}/contents/extra.txt`, removal)).status).toBe(200);
    const compare = await orch(`GET ${repo}/compare/main...topic`);
    expect(compare.body).toMatchObject({ status: 'ahead', ahead_by: 4, behind_by: 0 });
    expect(compare.body.files.map((one: { filename: string }) => one.filename)).toEqual(['src/four.js']);
    const tip = (await orch(`GET ${repo}/git/ref/heads/topic`)).body.object.sha;
    await orch(`POST ${repo}/git/refs`, { ref: 'refs/heads/other/one', sha: main });
    expect((await orch(`PATCH ${repo}/git/refs/heads/other/one`, { sha: tip })).status).toBe(200);
    expect((await orch(`PATCH ${repo}/git/refs/heads/other/one`, { sha: main })).body.message).toBe(
      'Update is not a fast forward',
    );
    expect((await orch(`PATCH ${repo}/git/refs/heads/other/one`, { sha: main, force: true })).status).toBe(200);
    expect((await orch(`DELETE ${repo}/git/refs/heads/other/one`)).status).toBe(204);
  });

  it('writes git objects one by one, as for a branch that grows from nothing', async () => {
    const { orch } = life();
    const blob = await orch(`POST ${repo}/git/blobs`, { content: 'w6Q=', encoding: 'base64' });
    expect(blob).toMatchObject({ status: 201, body: { url: expect.stringContaining(blob.body.sha) } });
    const tree = await orch(`POST ${repo}/git/trees`, {
      tree: [
        { path: 'a/wide.txt', mode: '100644', type: 'blob', sha: blob.body.sha },
        { path: 'b.txt', mode: '100755', type: 'blob', content: 'ü\r\n' },
      ],
    });
    expect(tree).toMatchObject({ status: 201, body: { tree: [{ path: 'a', mode: '040000' }, { path: 'b.txt' }] } });
    const first = await orch(`POST ${repo}/git/commits`, { message: 'Begin', tree: tree.body.sha });
    expect(first).toMatchObject({ status: 201, body: { parents: [], author: { name: 'orch[bot]' } } });
    const orphan = { ref: 'refs/heads/orphan', sha: first.body.sha };
    expect((await orch(`POST ${repo}/git/refs`, orphan)).status).toBe(201);
    expect((await orch(`POST ${repo}/git/refs`, orphan)).body.message).toBe('Reference already exists');
    const file = await orch(`GET ${repo}/contents/a/wide.txt?ref=orphan`);
    expect(Buffer.from(file.body.content, 'base64').toString()).toBe('ä');

    const next = await orch(`POST ${repo}/git/trees`, {
      base_tree: tree.body.sha,
      tree: [
        { path: 'a', mode: '100644', type: 'blob', content: 'a file now' },
        { path: 'copy', mode: '040000', type: 'tree', sha: tree.body.sha },
        { path: 'b.txt', mode: '100644', type: 'blob', sha: null },
      ],
    });
    expect(next.body.tree.map((one: { path: string; type: string }) => [one.path, one.type])).toEqual([
      ['a', 'blob'],
      ['copy', 'tree'],
    ]);
    const mona = { name: 'Mona', email: 'mona@example.com', date: '2026-11-21T08:00:00Z' };
    const second = await orch(`POST ${repo}/git/commits`, {
      message: 'Go on',
      tree: next.body.sha,
      parents: [first.body.sha],
      author: mona,
    });
    expect(second.body).toMatchObject({ author: mona, committer: mona, parents: [{ sha: first.body.sha }] });
    expect((await orch(`DELETE ${repo}/git/refs/heads/orphan`)).status).toBe(204);
  });

  it('refuses objects that rest on nothing, and writers without the right', async () => {
    const { orch, world } = life();
    const refused = async (path: string, body: object, ask = orch) => {
      const answer = await ask(`POST ${repo}/git/${path}`, body);
      return [answer.status, answer.body.message.split('\n')[0]];
    };
    const nothing = '1'.repeat(40);
    expect(await refused('trees', { tree: [] })).toEqual([422, 'Invalid tree info']);
    const entry = { path: 'x', mode: '100644', type: 'blob' };
    expect((await refused('trees', { tree: [{ ...entry, sha: nothing }] }))[0]).toBe(422);
    expect((await refused('trees', { tree: [{ ...entry, path: '../x', content: '' }] }))[0]).toBe(422);
    expect(await refused('commits', { message: 'x', tree: nothing })).toEqual([422, 'Tree SHA does not exist']);
    const workflow = { ...entry, path: '.github/workflows/ci.yml', content: '' };
    expect((await refused('trees', { tree: [workflow] }))[0]).toBe(403);
    const reader = world.as(await world.installationToken({ permissions: { contents: 'read' } }));
    expect(await refused('blobs', { content: '' }, reader)).toEqual([403, 'Resource not accessible by integration']);
  });
}
