import { registerHooks } from 'node:module';

/**
 * GitHub's own parser for workflow and action files and its expression evaluator, loaded into this process.
 *
 * Both packages import their schemas as JSON without the import attribute that Node demands, so they can only be
 * loaded while a resolve hook adds it. The hook is taken away again at once; Node's module cache makes every later
 * call cheap and keeps all callers on one copy of the classes.
 *
 * Needs `module.registerHooks` (Node >= 22.15). Rejects with Node's own error when a package is missing.
 */
export async function loadLanguageServices(): Promise<LanguageServices> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!specifier.endsWith('.json') || !context.parentURL?.includes('/@actions/')) return resolved;
      return { ...resolved, importAttributes: { ...resolved.importAttributes, type: 'json' } };
    },
  });
  try {
    const [workflows, actions, conditions, expressions, results, schema, strings] = await Promise.all([
      import('@actions/workflow-parser'),
      import('@actions/workflow-parser/actions/index'),
      import('@actions/workflow-parser/model/converter/if-condition'),
      import('@actions/expressions'),
      import('@actions/expressions/result'),
      import('@actions/workflow-parser/workflows/workflow-schema'),
      import('@actions/workflow-parser/templates/schema/string-definition'),
    ]);
    // The schema (0.3.61) spells this constant `branch_protection_rule`, so that `on: repository_dispatch` was refused.
    const event = schema.getWorkflowSchema().definitions['repository-dispatch-string'];
    if (event instanceof strings.StringDefinition) event.constant = 'repository_dispatch';
    return { workflows, actions, conditions, expressions, results };
  } finally {
    hooks.deregister();
  }
}

/** The entry points of the language services that the runner uses, as their packages type them. */
export interface LanguageServices {
  readonly workflows: typeof import('@actions/workflow-parser');
  readonly actions: typeof import('@actions/workflow-parser/actions/index');
  readonly conditions: typeof import('@actions/workflow-parser/model/converter/if-condition');
  readonly expressions: typeof import('@actions/expressions');
  readonly results: typeof import('@actions/expressions/result');
}
