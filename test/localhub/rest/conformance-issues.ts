/** The chapter of labels, issues, comments and reactions. */
import { expect, it } from 'vitest';
import { type Life, repo } from './conformance-life.ts';

/** Opens issue 1, and leaves it open. */
export function testIssues(life: () => Life): void {
  it('keeps labels, issues, comments and reactions', async () => {
    const { mona, orch } = life();
    expect((await mona(`POST ${repo}/labels`, { name: 'orch:story', color: 'ededed' })).status).toBe(201);
    expect((await mona(`PATCH ${repo}/labels/orch%3Astory`, { new_name: 'story', description: 'one' })).body.name).toBe(
      'story',
    );
    expect((await mona(`GET ${repo}/labels/story`)).body.description).toBe('one');
    expect((await mona(`GET ${repo}/labels?per_page=100`)).body).toHaveLength(10);
    const issue = await mona(`POST ${repo}/issues`, {
      title: 'Four is missing',
      body: 'Add it.',
      labels: ['bug'],
      assignees: ['hubot'],
    });
    expect(issue).toMatchObject({ status: 201, body: { number: 1, state: 'open', labels: [{ name: 'bug' }] } });
    expect((await mona(`GET ${repo}/issues/1`)).body.title).toBe('Four is missing');
    expect((await mona(`GET ${repo}/issues?labels=bug&creator=mona`)).body).toHaveLength(1);
    expect((await mona(`POST ${repo}/issues/1/labels`, { labels: ['story', 'brand new'] })).body).toHaveLength(3);
    expect((await mona(`GET ${repo}/issues/1/labels`)).body).toHaveLength(3);
    expect((await mona(`DELETE ${repo}/issues/1/labels/brand%20new`)).body).toHaveLength(2);
    expect((await mona(`PUT ${repo}/issues/1/labels`, { labels: ['story'] })).body).toMatchObject([{ name: 'story' }]);
    expect((await mona(`DELETE ${repo}/issues/1/labels`)).status).toBe(204);
    expect((await mona(`DELETE ${repo}/labels/brand%20new`)).status).toBe(204);
    expect((await mona(`DELETE ${repo}/issues/1/assignees`, { assignees: ['hubot'] })).body.assignees).toEqual([]);
    expect((await mona(`POST ${repo}/issues/1/assignees`, { assignees: ['mona'] })).status).toBe(201);
    const comment = await orch(`POST ${repo}/issues/1/comments`, { body: 'Working on it.' });
    expect(comment.body.user.login).toBe('orch[bot]');
    expect(comment.body.performed_via_github_app.slug).toBe('orch');
    const { id } = comment.body;
    expect((await orch(`PATCH ${repo}/issues/comments/${id}`, { body: 'Done.' })).body.body).toBe('Done.');
    expect((await mona(`GET ${repo}/issues/comments/${id}`)).body.body).toBe('Done.');
    expect((await mona(`GET ${repo}/issues/1/comments`)).body).toHaveLength(1);
    expect((await mona(`GET ${repo}/issues/comments`)).body).toHaveLength(1);
    expect((await mona(`POST ${repo}/issues/comments/${id}/reactions`, { content: 'rocket' })).status).toBe(201);
    expect((await mona(`POST ${repo}/issues/comments/${id}/reactions`, { content: 'rocket' })).status).toBe(200);
    expect((await mona(`GET ${repo}/issues/comments/${id}/reactions`)).body).toHaveLength(1);
    expect((await mona(`POST ${repo}/issues/1/reactions`, { content: '+1' })).status).toBe(201);
    expect((await mona(`GET ${repo}/issues/1/reactions`)).body).toHaveLength(1);
    const gone = await orch(`POST ${repo}/issues/1/comments`, { body: 'Never mind.' });
    expect((await orch(`DELETE ${repo}/issues/comments/${gone.body.id}`)).status).toBe(204);
    expect(
      (await mona(`PATCH ${repo}/issues/1`, { state: 'closed', state_reason: 'not_planned' })).body.state_reason,
    ).toBe('not_planned');
    expect((await mona(`PATCH ${repo}/issues/1`, { state: 'open', title: 'Four' })).body).toMatchObject({
      state: 'open',
      title: 'Four',
    });
    expect((await mona(`PUT ${repo}/issues/1/lock`)).status).toBe(204);
    expect((await mona(`DELETE ${repo}/issues/1/lock`)).status).toBe(204);
    const timeline = (await mona(`GET ${repo}/issues/1/timeline?per_page=100`)).body.map(
      (one: { event: string }) => one.event,
    );
    expect(timeline).toContain('commented');
    expect((await mona(`GET ${repo}/issues/1/events`)).body.map((one: { event: string }) => one.event)).toContain(
      'reopened',
    );
  });
}
