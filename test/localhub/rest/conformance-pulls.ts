/** The chapter of pull requests, and of checks and statuses. */
import { expect, it } from 'vitest';
import { type Life, repo } from './conformance-life.ts';

const annotation = { path: 'README.md', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'Hm.' };

/** Merges the branch `topic` by pull request 2, which closes issue 1; both are there already. */
export function testPulls(life: () => Life): void {
  it('takes a pull request from opening to merge', async () => {
    const { hubot, mona, orch } = life();
    const opened = await orch(`POST ${repo}/pulls`, {
      title: 'Add four',
      head: 'topic',
      base: 'main',
      body: 'Closes #1',
    });
    expect(opened).toMatchObject({ status: 201, body: { number: 2, commits: 4, changed_files: 1, additions: 1 } });
    expect(
      (await orch(`POST ${repo}/pulls`, { title: 'Again', head: 'topic', base: 'main' })).body.errors[0].message,
    ).toBe('A pull request already exists for mona:topic.');
    expect((await orch(`GET ${repo}/pulls?head=mona:topic`)).body).toHaveLength(1);
    expect((await orch(`GET ${repo}/pulls/2`)).body).toMatchObject({ mergeable: true, mergeable_state: 'clean' });
    expect((await orch(`PATCH ${repo}/pulls/2`, { title: 'Add the four' })).body.title).toBe('Add the four');
    expect((await orch(`GET ${repo}/pulls/2/files`)).body).toMatchObject([
      { filename: 'src/four.js', status: 'added' },
    ]);
    expect((await orch(`GET ${repo}/pulls/2/commits`)).body).toHaveLength(4);
    const diff = await orch(`GET ${repo}/pulls/2`, undefined, {
      headers: { accept: 'application/vnd.github.diff' },
      checked: false,
    });
    expect(diff.body).toContain('+++ b/src/four.js');
    const patch = await orch(`GET ${repo}/pulls/2`, undefined, {
      headers: { accept: 'application/vnd.github.v3.patch' },
      checked: false,
    });
    expect(patch.body).toContain('Subject: [PATCH 1/4] Add four');
    expect((await orch(`GET ${repo}/pulls/2/merge`)).status).toBe(404);
    expect((await orch(`POST ${repo}/pulls/2/requested_reviewers`, { reviewers: ['hubot'] })).status).toBe(201);
    expect((await hubot(`POST ${repo}/pulls/2/reviews`, { event: 'REQUEST_CHANGES', body: 'No.' })).status).toBe(200);
    const review = await hubot(`POST ${repo}/pulls/2/reviews`, { event: 'APPROVE' });
    expect(review).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
    expect((await orch(`GET ${repo}/pulls/2/reviews`)).body).toHaveLength(2);
    expect((await orch(`GET ${repo}/pulls/2/reviews/${review.body.id}`)).body.user.login).toBe('hubot');
    const dismissal = { message: 'Outdated' };
    expect((await mona(`PUT ${repo}/pulls/2/reviews/${review.body.id}/dismissals`, dismissal)).body.state).toBe(
      'DISMISSED',
    );
    const head = opened.body.head.sha;
    expect((await orch(`PUT ${repo}/pulls/2/merge`, { sha: '0'.repeat(40) })).status).toBe(409);
    const merged = await orch(`PUT ${repo}/pulls/2/merge`, { sha: head, merge_method: 'squash' });
    expect(merged.body.merged).toBe(true);
    expect((await orch(`PUT ${repo}/pulls/2/merge`, {})).status).toBe(405);
    expect((await orch(`GET ${repo}/pulls/2/merge`)).status).toBe(204);
    expect((await orch(`GET ${repo}/pulls/2`)).body).toMatchObject({
      merged: true,
      state: 'closed',
      merged_by: { login: 'orch[bot]' },
    });
    expect((await orch(`GET ${repo}/issues/1`)).body.state).toBe('closed');
    expect((await orch(`GET ${repo}/commits/${merged.body.sha}/pulls`)).body).toMatchObject([{ number: 2 }]);
    expect((await orch(`GET ${repo}/pulls/2/files`)).body).toMatchObject([{ filename: 'src/four.js' }]);
  });

  it('keeps checks and statuses', async () => {
    const { hubot, orch } = life();
    const created = await orch(`POST ${repo}/check-runs`, {
      name: 'orch/tdd',
      head_sha: 'main',
      status: 'in_progress',
      output: { title: 'Red', summary: 'One test fails', annotations: [annotation] },
    });
    expect(created.status).toBe(201);
    const { id, head_sha: sha, check_suite: suite } = created.body;
    expect((await orch(`PATCH ${repo}/check-runs/${id}`, { conclusion: 'success' })).body.status).toBe('completed');
    expect((await orch(`GET ${repo}/check-runs/${id}`)).body.conclusion).toBe('success');
    expect((await orch(`GET ${repo}/check-runs/${id}/annotations`)).body).toHaveLength(1);
    expect((await orch(`GET ${repo}/commits/main/check-runs`)).body.total_count).toBe(1);
    expect((await orch(`GET ${repo}/commits/${sha}/check-suites`)).body.total_count).toBe(1);
    expect((await orch(`GET ${repo}/check-suites/${suite.id}`)).body.conclusion).toBe('success');
    expect((await orch(`GET ${repo}/check-suites/${suite.id}/check-runs`)).body.total_count).toBe(1);
    expect((await hubot(`POST ${repo}/check-runs`, { name: 'mine', head_sha: sha })).status).toBe(403);
    const status = { state: 'success', context: 'lint', target_url: 'https://example.com/', description: 'fine' };
    expect((await orch(`POST ${repo}/statuses/${sha}`, status)).status).toBe(201);
    expect((await orch(`GET ${repo}/commits/${sha}/status`)).body.state).toBe('success');
    expect((await orch(`GET ${repo}/commits/${sha}/statuses`)).body).toHaveLength(1);
  });
}
