import { json, noContent } from '../http/answer.ts';
import { label as labelJson } from '../representations/issues.ts';
import {
  addLabels,
  createLabel,
  deleteLabel,
  findLabel,
  labelsOf,
  removeLabel,
  repositoryLabels,
  setLabels,
  updateLabel,
} from '../world/labels.ts';
import type { Issue, Label } from '../world/types.ts';
import {
  found,
  listed,
  parameter,
  type RepositoryContext,
  type RestContext,
  type Route,
  repositoryRoute,
} from './context.ts';
import { theIssue } from './issues.ts';

const represent = ({ world, urls }: RestContext, label: Label) => labelJson(world, urls, label);
const all = (context: RestContext, labels: readonly Label[]) => json(labels.map((one) => represent(context, one)));

const theLabel = (context: RepositoryContext): Label =>
  found(findLabel(context.world, context.repository, parameter(context, 'name')));

/** The labels of a body: `{ labels: ["bug"] }`, or the list alone. */
const names = ({ fields }: RestContext): string[] => fields.strings('labels') ?? [];

function remove(context: RepositoryContext, issue: Issue, wanted: readonly string[]) {
  for (const name of wanted) removeLabel(context.world, context.actor, { issue, name });
  return all(context, labelsOf(context.world, issue));
}

/** Labels of repositories and of issues. */
export const labelRoutes: readonly Route[] = [
  repositoryRoute('GET /labels', 'issues:read', (context) =>
    listed(context, repositoryLabels(context.world, context.repository), (one) => represent(context, one)),
  ),
  repositoryRoute(
    'POST /labels',
    'issues:write',
    (context) => {
      const color = context.fields.string('color');
      const label = createLabel(context.world, context.actor, {
        repository: context.repository,
        name: context.fields.required('name'),
        description: context.fields.nullable('description') ?? null,
        ...(color === undefined ? {} : { color: color.replace(/^#/, '') }),
      });
      return json(represent(context, label), 201);
    },
    { role: 'write' },
  ),
  repositoryRoute('GET /labels/{name}', 'issues:read', (context) => json(represent(context, theLabel(context)))),
  repositoryRoute(
    'PATCH /labels/{name}',
    'issues:write',
    (context) => {
      const { fields } = context;
      const [name, color, description] = [
        fields.string('new_name'),
        fields.string('color'),
        fields.nullable('description'),
      ];
      const label = updateLabel(context.world, context.actor, {
        label: theLabel(context),
        ...(name === undefined ? {} : { name }),
        ...(color === undefined ? {} : { color: color.replace(/^#/, '') }),
        ...(description === undefined ? {} : { description }),
      });
      return json(represent(context, label));
    },
    { role: 'write' },
  ),
  repositoryRoute(
    'DELETE /labels/{name}',
    'issues:write',
    (context) => {
      deleteLabel(context.world, context.actor, { label: theLabel(context) });
      return noContent;
    },
    { role: 'write' },
  ),
  repositoryRoute('GET /issues/{issue_number}/labels', 'issues:read', (context) =>
    listed(context, labelsOf(context.world, theIssue(context)), (one) => represent(context, one)),
  ),
  repositoryRoute('POST /issues/{issue_number}/labels', 'issues|pull_requests:write', (context) =>
    all(context, addLabels(context.world, context.actor, { issue: theIssue(context), names: names(context) })),
  ),
  repositoryRoute('PUT /issues/{issue_number}/labels', 'issues|pull_requests:write', (context) =>
    all(context, setLabels(context.world, context.actor, { issue: theIssue(context), names: names(context) })),
  ),
  repositoryRoute('DELETE /issues/{issue_number}/labels', 'issues|pull_requests:write', (context) => {
    const issue = theIssue(context);
    remove(
      context,
      issue,
      labelsOf(context.world, issue).map((one) => one.name),
    );
    return noContent;
  }),
  repositoryRoute('DELETE /issues/{issue_number}/labels/{name}', 'issues|pull_requests:write', (context) =>
    remove(context, theIssue(context), [parameter(context, 'name')]),
  ),
];
