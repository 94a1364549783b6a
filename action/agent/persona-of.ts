/** Who plays a workflow: the persona of the agent that its `workflow.yaml` names. */
import type { Planner } from '../../src/agent/planner/prompt.ts';
import type { Persona } from '../../src/workflow/persona.ts';
import { findAgents, rootsOf } from '../../src/workflow/plugins.ts';
import type { Loaded } from '../../src/workflow/run/library.ts';

/** The persona; a plain one where neither the workflow nor the role names an agent that is there. `base` holds the repository's own. */
export function plannerFor({ workflow }: Loaded, role: string, base: string): Planner {
  const { plugins } = findAgents(rootsOf(base, 'agents'));
  const { agent, also } = workflow.values;
  const named = typeof agent === 'string' ? plugins.get(agent) : undefined;
  const persona = (named ?? plugins.get(role))?.persona;
  const others = (Array.isArray(also) ? also : []).flatMap((name): Persona[] => {
    const other = typeof name === 'string' ? plugins.get(name)?.persona : undefined;
    return other ? [other] : [];
  });
  return {
    ...(persona ?? {
      title: titled(role),
      role: workflow.description,
      identity: '',
      style: '',
      principles: [],
      rules: [],
    }),
    also: others,
  };
}

const titled = (role: string): string => {
  const words = role.replace(/-/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
