import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { githubSchema } from '../../../src/localhub/graphql/schema.ts';
import { fieldTables } from '../../../src/localhub/graphql/tables.ts';
import { userActor } from '../../../src/localhub/world/accounts.ts';
import { createCheckRun } from '../../../src/localhub/world/checks.ts';
import { closeIssue, editIssue, reopenIssue, setLocked } from '../../../src/localhub/world/issues.ts';
import { removeLabel } from '../../../src/localhub/world/labels.ts';
import { createMilestone, setMilestone } from '../../../src/localhub/world/milestones.ts';
import { type NodeType, nodeId } from '../../../src/localhub/world/node-ids.ts';
import { addReaction } from '../../../src/localhub/world/reactions.ts';
import { submitReview } from '../../../src/localhub/world/reviews.ts';
import { setStatus } from '../../../src/localhub/world/statuses.ts';
import { createWorkflowRun, registerWorkflow } from '../../../src/localhub/world/workflow-runs.ts';
import { type Acme, acme } from './acme.ts';

const schema = githubSchema();
const objectType = (name: string): GraphQLObjectType => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`GitHub's schema has no object type ${name}.`);
  return type;
};

describe('every table', () => {
  it.each(Object.keys(fieldTables))('%s has only fields and arguments that GitHub has', (name) => {
    const fields = objectType(name).getFields();
    for (const [field, entry] of Object.entries(fieldTables[name] ?? {})) {
      expect(Object.keys(fields), `${name}.${field}`).toContain(field);
      if (typeof entry === 'function') continue;
      const args = fields[field]?.args.map((arg) => arg.name) ?? [];
      expect(args, `arguments of ${name}.${field}`).toEqual(expect.arrayContaining([...entry.args]));
    }
  });

  it.each(Object.keys(fieldTables))('%s takes the arguments that GitHub requires', (name) => {
    for (const [field, { args }] of Object.entries(objectType(name).getFields())) {
      const entry = fieldTables[name]?.[field];
      if (entry === undefined) continue;
      const known = typeof entry === 'function' ? [] : entry.args;
      expect(known, `${name}.${field}`).toEqual(
        expect.arrayContaining(args.filter(isRequiredArgument).map((arg) => arg.name)),
      );
    }
  });
});

describe('a world in which everything has happened', () => {
  let hub: Acme;
  let ids: Partial<Record<string, string>>;

  beforeAll(async () => {
    hub = await acme();
    const { world, repository, issue, pull, orch, app, people } = hub;
    const mara = userActor(people.mara);
    const sha = await hub.tip('story/1');
    const review = submitReview(world, mara, { issue: pull, event: 'COMMENT', body: 'Hm.' });
    const run = createCheckRun(world, orch, { repository, app, name: 'orch/tdd', headSha: sha, conclusion: 'failure' });
    const status = setStatus(world, mara, { repository, sha, state: 'success' });
    const milestone = createMilestone(world, mara, { repository, title: 'Sprint 1' });
    setMilestone(world, mara, { issue, milestone });
    const { reaction } = addReaction(world, mara, { issue, content: 'rocket' });
    const workflow = registerWorkflow(world, { repository, path: '.github/workflows/orch.yml', name: 'Orch' });
    const workflowRun = createWorkflowRun(world, orch, {
      repository,
      workflow,
      event: 'workflow_dispatch',
      ref: 'refs/heads/main',
      headSha: await hub.tip('main'),
    });
    removeLabel(world, mara, { issue, name: 'bug' });
    editIssue(world, mara, { issue, title: 'Add a better ping' });
    closeIssue(world, mara, { issue });
    reopenIssue(world, mara, { issue });
    setLocked(world, mara, { issue, locked: true });

    const git = (type: NodeType, name: string): string => nodeId(type, `${repository.id}:${name}`);
    const tree = await hub.git.resolve('acme/api', 'main^{tree}');
    const blob = await hub.git.resolve('acme/api', 'main:README.md');
    const item = (event: string): string =>
      nodeId('TimelineItem', world.timeline.where('issue', issue.id).find((one) => one.event === event)?.id ?? 0);
    ids = {
      App: nodeId('App', app.id),
      Blob: git('Blob', blob?.oid ?? ''),
      Bot: nodeId('Bot', app.botId),
      CheckRun: nodeId('CheckRun', run.id),
      CheckSuite: nodeId('CheckSuite', run.suiteId),
      Commit: git('Commit', sha),
      Issue: nodeId('Issue', issue.id),
      IssueComment: nodeId('IssueComment', world.comments.where('issue', issue.id)[0]?.id ?? 0),
      Label: nodeId('Label', world.labels.where('repository', repository.id)[0]?.id ?? 0),
      Milestone: nodeId('Milestone', milestone.id),
      Organization: nodeId('Organization', repository.ownerId),
      PullRequest: nodeId('PullRequest', pull.pullRequest.id),
      PullRequestReview: nodeId('PullRequestReview', review.id),
      Reaction: nodeId('Reaction', reaction.id),
      Ref: git('Ref', 'refs/heads/main'),
      Repository: nodeId('Repository', repository.id),
      StatusContext: nodeId('StatusContext', status.id),
      Tree: git('Tree', tree?.oid ?? ''),
      User: nodeId('User', people.mara.id),
      Workflow: nodeId('Workflow', workflow.id),
      WorkflowRun: nodeId('WorkflowRun', workflowRun.id),
      LabeledEvent: item('labeled'),
      UnlabeledEvent: item('unlabeled'),
      RenamedTitleEvent: item('renamed'),
      ClosedEvent: item('closed'),
      ReopenedEvent: item('reopened'),
      LockedEvent: item('locked'),
    };
  });
  afterAll(() => hub.close());

  /** Values for the arguments that fields require. */
  const REQUIRED: Readonly<Record<string, string>> = {
    number: '1',
    name: '"api"',
    qualifiedName: '"main"',
    refPrefix: '"refs/heads/"',
    path: '"README.md"',
    expression: '"HEAD"',
  };

  function select(field: GraphQLField<unknown, unknown>, known: readonly string[]): string {
    const type = getNamedType(field.type);
    const connection = known.includes('first');
    const args = field.args
      .filter((arg) => known.includes(arg.name) && (isRequiredArgument(arg) || arg.name === 'expression'))
      .map((arg) => `${arg.name}: ${REQUIRED[arg.name] ?? `no value for ${arg.name}`}`);
    if (connection) args.push('first: 10');
    const list = args.length > 0 ? `(${args.join(', ')})` : '';
    if (isLeafType(type)) return `${field.name}${list}`;
    if (connection)
      return `${field.name}${list} { totalCount pageInfo { endCursor } nodes { __typename } edges { cursor } }`;
    if (isInterfaceType(type) || isUnionType(type) || isObjectType(type)) return `${field.name}${list} { __typename }`;
    throw new Error(`${field.name} is of a type that cannot be selected.`);
  }

  const everyField = (name: string): string =>
    Object.entries(fieldTables[name] ?? {})
      .map(([field, entry], at) => {
        const definition = objectType(name).getFields()[field];
        if (definition === undefined) return '';
        // Each under an alias of its own, as fields of one name may differ in type between the types of one document.
        return `f${at}: ${select(definition, typeof entry === 'function' ? [] : entry.args)}`;
      })
      .join('\n');

  it.each([
    'App',
    'Blob',
    'Bot',
    'CheckRun',
    'CheckSuite',
    'ClosedEvent',
    'Commit',
    'Issue',
    'IssueComment',
    'Label',
    'LabeledEvent',
    'LockedEvent',
    'Milestone',
    'Organization',
    'PullRequest',
    'PullRequestReview',
    'Reaction',
    'Ref',
    'RenamedTitleEvent',
    'ReopenedEvent',
    'Repository',
    'StatusContext',
    'Tree',
    'UnlabeledEvent',
    'User',
    'Workflow',
    'WorkflowRun',
  ])('%s answers every field it has, in the types that the schema promises', async (name) => {
    const answer = await hub.ask(
      `query($id: ID!) { node(id: $id) { __typename id ... on ${name} { ${everyField(name)} } } }`,
      {
        id: ids[name],
      },
    );
    // `Repository.pullRequest(number: 1)` and a person's missing repository are refusals, not faults.
    const faults = (answer.errors ?? []).filter(({ type }) => type !== 'NOT_FOUND');
    expect(faults).toEqual([]);
    expect(hub.unexpected).toEqual([]);
    expect(answer.data?.node).toMatchObject({ __typename: name, id: ids[name] });
  });

  it('answers the fields of what has no node id', async () => {
    const answer = await hub.ask(`{ repository(owner: "acme", name: "api") {
      pullRequest(number: 2) {
        commits(first: 1) { nodes { ${everyField('PullRequestCommit')} commit { author { ${everyField('GitActor')} } } } }
        files(first: 1) { nodes { ${everyField('PullRequestChangedFile')} } }
        statusCheckRollup { ${everyField('StatusCheckRollup')} commit { status { ${everyField('Status')} } } }
        reactionGroups { ${everyField('ReactionGroup')} }
      }
      object(expression: "HEAD^{tree}") { ... on Tree { entries { ${everyField('TreeEntry')} } } }
    } }`);
    expect(answer.errors).toBeUndefined();
  });
});
