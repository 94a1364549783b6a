/** Sections of the document: written by the agent, approved by a person in mode normal, then taken into the document. */
import { refusalOf } from '../safe-path.ts';
import { asDocument, putSection, sectionText, type Target, targetOf } from './document.ts';
import { roundsOf } from './loops.ts';
import type { Machine } from './machine.ts';
import type { Operation } from './program.ts';
import type { Request } from './request.ts';
import type { Json } from './state.ts';
import { fillText, textOfName } from './values.ts';
import { workOnRevision, workOnSections } from './work.ts';

type SectionOperation = Operation & { op: 'section' };

/** How often an agent may give values that make a path which is refused. */
const PATH_TRIES = 3;

/** A section: its file, its text, its approval. */
export function section(machine: Machine, operation: SectionOperation): Request | undefined {
  const { frame, state } = machine;
  const scope = machine.scope();
  const name = fillText(operation.name, scope);
  const unknown = [...name.asked, ...name.unknown];
  if (unknown.length > 0)
    return machine.need(unknown.map(textOfName), `Give the values for the name of the section \`${operation.name}\`.`);
  const value = frame.ready[name.text];
  if (value === undefined) {
    if (frame.changes?.name === name.text) {
      return workOnRevision(machine, name.text, frame.changes.before, frame.changes.text);
    }
    return workOnSections(machine, operation.note);
  }
  const target = targetOf(operation.file, machine.loaded, scope);
  if (target.kind !== 'file') return needTarget(machine, target);
  if (state.mode === 'autonomous') return accept(machine, operation, value);
  return machine.ask({
    kind: 'approve',
    section: name.text,
    text: sectionText(value),
    document: draftWith(machine, target, name.text, value),
  });
}

/** Takes the section that the run stands at into its document, and goes on. */
export function accept(machine: Machine, operation: SectionOperation, value: Json): undefined {
  const { frame, state } = machine;
  const scope = machine.scope();
  const name = fillText(operation.name, scope).text;
  const target = targetOf(operation.file, machine.loaded, scope);
  if (target.kind === 'file') {
    machine.changed.add(putSection(state, frame, target, { name, value, rounds: roundsOf(machine) }));
  }
  delete frame.ready[name];
  frame.changes = null;
  frame.revisions = 0;
  return machine.next();
}

function draftWith(machine: Machine, target: Target & { kind: 'file' }, name: string, value: Json) {
  const { frame, state, loaded } = machine;
  const tried = structuredClone(state);
  const document = putSection(tried, frame, target, { name, value, rounds: roundsOf(machine) });
  return asDocument(document, machine.templateOf(loaded, document.template), machine.scope());
}

/** Asks for what the path of the document lacks, or for other values where it is refused. */
function needTarget(machine: Machine, target: Exclude<Target, { kind: 'file' }>): Request {
  if (target.kind === 'lacks') {
    return machine.need(
      target.names.map(textOfName),
      'Give the values for the path of the document. Each is part of a file name.',
    );
  }
  const { frame } = machine;
  const refused = `the document cannot be \`${target.path}\`: ${target.why}`;
  const tries = (frame.jumps[`${frame.at}!path`] ?? 0) + 1;
  const own = target.names.filter(
    (name) => Object.hasOwn(frame.variables, name) && refusalOf(`x/${frame.variables[name]}`),
  );
  if (own.length === 0 || tries > PATH_TRIES) return machine.fail(refused);
  frame.jumps[`${frame.at}!path`] = tries;
  return machine.need(own.map(textOfName), `Give other values for the path of the document; ${refused}.`);
}
