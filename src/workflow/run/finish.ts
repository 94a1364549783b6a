/** The end of a workflow: the document is completed, checked against the checklist, and handed over. */
import { leaveFrame } from './call.ts';
import { documentText } from './document.ts';
import type { Machine } from './machine.ts';
import type { Request } from './request.ts';
import type { DocumentState } from './state.ts';
import { fillPath } from './values.ts';

/** Ends the instructions that the run stands in, once nothing is missing. */
export function finish(machine: Machine): Request | undefined {
  const { frame, state } = machine;
  if (frame.part === null) {
    const request = complete(machine) ?? check(machine);
    if (request) return request;
  }
  const last = state.stack.length === 1;
  if (last) return machine.done('finished', 'every step was done');
  leaveFrame(machine);
  return undefined;
}

/** Ends a workflow early. Its documents stay as far as they came. */
export function stop(machine: Machine, what: 'workflow' | 'run', reason: string): Request | undefined {
  const { state, loaded, frame } = machine;
  // Further instructions are the same workflow as those that led to them.
  while (what === 'workflow' && machine.frame.part !== null) state.stack.pop();
  if (what === 'run' || state.stack.length === 1) return machine.done('stopped', reason);
  for (const document of state.documents) {
    if (document.workflow !== frame.workflow || document.final !== null) continue;
    document.final = machine.documents([document])[0]?.text ?? '';
    machine.changed.add(document);
  }
  machine.remark(`the workflow \`${loaded.workflow.name}\` was ended early: ${reason}`);
  leaveFrame(machine);
  return undefined;
}

function complete(machine: Machine): Request | undefined {
  const { frame, state, loaded } = machine;
  const scope = machine.scope();
  const own = state.documents.filter(({ workflow, final }) => workflow === frame.workflow && final === null);
  for (const document of own) {
    const text = documentText(document, machine.templateOf(loaded, document.template), scope, false);
    if (!text.ok) {
      if (text.missing.length === 0) return machine.fail(`the document cannot be completed: ${text.why}`);
      const names = text.missing.map(({ name }) => `\`${name}\``).join(', ');
      return machine.need(
        text.missing,
        `The document still lacks ${names}. Give each; an empty text where there is nothing to say.`,
      );
    }
    document.final = text.text;
    machine.changed.add(document);
  }
  if (own.length === 0 && !state.documents.some(({ workflow }) => workflow === frame.workflow))
    withoutSections(machine);
  return undefined;
}

/** A template without any section: it is filled when everything for it is known; else the workflow wrote its document in its own way. */
function withoutSections(machine: Machine): void {
  const { frame, state, loaded } = machine;
  const template = machine.templateOf(loaded, frame.template);
  const path = loaded.workflow.values.default_output_file;
  if (!template || typeof path !== 'string' || path === '') return;
  const scope = machine.scope();
  const { path: file, unknown } = fillPath(path, scope);
  const document: DocumentState = {
    file,
    workflow: frame.workflow,
    main: true,
    template: frame.template,
    sections: [],
    final: null,
  };
  const text = documentText(document, template, scope, false);
  if (unknown.length > 0 || !text.ok) {
    const lacking = [...unknown, ...(text.ok ? [] : text.missing.map(({ name }) => name))];
    const names = [...new Set(lacking)].map((name) => `\`${name}\``).join(', ');
    machine.remark(
      `the template of \`${loaded.workflow.name}\` was not used: no section was written, and nothing gave ${names}`,
    );
    return;
  }
  document.final = text.text;
  state.documents.push(document);
  machine.changed.add(document);
}

function check(machine: Machine): Request | undefined {
  const { frame, loaded } = machine;
  const { checklist, values } = loaded.workflow;
  if (checklist === undefined || frame.checked) return undefined;
  const scope = machine.scope();
  const named = [values.validation, values.checklist].find((value) => typeof value === 'string');
  const path = typeof named === 'string' ? fillPath(named, scope).path : undefined;
  const file = path === undefined ? undefined : (machine.library.read(loaded, path)?.file ?? path);
  return machine.ask({
    kind: 'invoke_task',
    text: 'Check the outcome against this checklist, point by point. Say of each point that does not hold what is missing.',
    rules: machine.rules(scope),
    ...(file !== undefined && { file }),
    content: checklist,
    checklist: true,
    attributes: {},
  });
}
