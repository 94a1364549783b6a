/** The chapter of what ties issues together: sub-issues, dependencies and milestones. */
import { expect, it } from 'vitest';
import { type Life, repo } from './conformance-life.ts';

/** Ties together issues that it opens itself. */
export function testPlanning(life: () => Life): void {
  it('ties issues together', async () => {
    const { orch, world } = life();
    const open = async (title: string): Promise<{ id: number; number: number }> =>
      (await orch(`POST ${repo}/issues`, { title })).body;
    const [epic, one, other] = [await open('Epic'), await open('One'), await open('Other')];
    const below = `${repo}/issues/${epic.number}` as const;
    expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: one.id })).status).toBe(201);
    expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: one.id })).status).toBe(422);
    expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: 'x' })).status).toBe(422);
    expect((await orch(`POST ${below}/sub_issues`, { sub_issue_id: 4_711 })).status).toBe(404);
    await orch(`POST ${below}/sub_issues`, { sub_issue_id: other.id });
    const order = { sub_issue_id: other.id, before_id: one.id };
    expect((await orch(`PATCH ${below}/sub_issues/priority`, order)).status).toBe(200);
    const numbers = (answer: { body: { number: number }[] }) => answer.body.map(({ number }) => number);
    expect(numbers(await orch(`GET ${below}/sub_issues`))).toEqual([other.number, one.number]);
    expect((await orch(`GET ${repo}/issues/${one.number}/parent`)).body.number).toBe(epic.number);
    const parentOf = async (number: number) => (await orch(`GET ${repo}/issues/${number}`)).body.parent_issue_url;
    expect(await parentOf(one.number)).toMatch(new RegExp(`/repos/[^/]+/[^/]+/issues/${epic.number}$`));
    expect(await parentOf(epic.number)).toBeUndefined();
    expect((await orch(`DELETE ${below}/sub_issue`, { sub_issue_id: one.id })).status).toBe(200);
    expect((await orch(`DELETE ${below}/sub_issue`, { sub_issue_id: one.id })).status).toBe(404);
    expect((await orch(`GET ${repo}/issues/${one.number}/parent`)).status).toBe(404);

    const waits = `${repo}/issues/${one.number}/dependencies` as const;
    expect((await orch(`POST ${waits}/blocked_by`, { issue_id: other.id })).body).toMatchObject({
      number: one.number,
      issue_dependencies_summary: { blocked_by: 1, blocking: 0, total_blocked_by: 1, total_blocking: 0 },
    });
    expect((await orch(`POST ${waits}/blocked_by`, { issue_id: other.id })).status).toBe(422);
    expect(numbers(await orch(`GET ${waits}/blocked_by`))).toEqual([other.number]);
    expect(numbers(await orch(`GET ${repo}/issues/${other.number}/dependencies/blocking`))).toEqual([one.number]);
    expect((await orch(`DELETE ${waits}/blocked_by/${other.id}`)).status).toBe(200);
    expect((await orch(`GET ${waits}/blocked_by`)).body).toEqual([]);
    expect((await world.as(world.tokens.stranger)(`POST ${waits}/blocked_by`, { issue_id: other.id })).status).toBe(
      403,
    );
  });

  it('keeps milestones', async () => {
    const { orch } = life();
    const sprint = await orch(`POST ${repo}/milestones`, { title: 'Sprint 1', description: 'Durations.' });
    expect(sprint).toMatchObject({ status: 201, body: { number: 1, state: 'open', description: 'Durations.' } });
    expect((await orch(`POST ${repo}/milestones`, { title: 'Sprint 1' })).body.errors).toMatchObject([
      { code: 'already_exists', field: 'title' },
    ]);
    const { number } = (await orch(`POST ${repo}/issues`, { title: 'In it', milestone: 1 })).body;
    expect((await orch(`GET ${repo}/milestones/1`)).body).toMatchObject({ open_issues: 1 });
    expect((await orch(`PATCH ${repo}/milestones/1`, { state: 'closed' })).body.state).toBe('closed');
    expect((await orch(`GET ${repo}/milestones`)).body).toEqual([]);
    expect((await orch(`GET ${repo}/milestones?state=all`)).body).toHaveLength(1);
    expect((await orch(`DELETE ${repo}/milestones/1`)).status).toBe(204);
    expect((await orch(`GET ${repo}/milestones/1`)).status).toBe(404);
    expect((await orch(`GET ${repo}/issues/${number}`)).body.milestone).toBeNull();
  });
}
