/** Requests and answers as people read them at the command line. */
import type { Answer, Request } from './request.ts';

/** A request: what it is and where it comes from, then its text, indented. */
export function describeRequest(request: Request): string[] {
  const { place, kind } = request;
  const step = place.step === '' ? '' : ` step ${place.step}`;
  const goal = place.goal === '' ? '' : ` "${place.goal}"`;
  const head = `${String(request.id).padStart(3)} ${kind}${step}${goal}  ${place.file}:${place.line}`;
  const problem = request.problem === undefined ? [] : [`again, because ${request.problem}`];
  return [head, ...[...problem, ...textOf(request)].flatMap((text) => text.split('\n')).map((line) => `      ${line}`)];
}

function textOf(request: Request): string[] {
  switch (request.kind) {
    case 'work': {
      const back = [...request.outputs, ...request.needs].map(({ name }) => name);
      const revised = request.revise ? [`the section \`${request.revise.name}\`: ${request.revise.changes}`] : [];
      return [request.text, ...revised, ...(back.length === 0 ? [] : [`-> ${back.join(', ')}`])];
    }
    case 'judge':
      return [request.question];
    case 'ask':
    case 'decide':
      return [request.question];
    case 'approve':
      return [`${request.section}:`, request.text];
    case 'say':
      return [request.text];
    case 'invoke_task':
      return [request.text];
    case 'done':
      return [
        `${request.outcome}: ${request.reason}`,
        ...request.checks.map(({ file, passed, result }) =>
          `${file} ${passed ? 'passed' : 'did not pass'} ${result}`.trim(),
        ),
        ...request.remarks,
      ];
  }
}

/** An answer on one line; nothing for an acknowledgement. */
export function describeAnswer(answer: Answer): string[] {
  switch (answer.kind) {
    case 'work': {
      const names = [...Object.keys(answer.outputs ?? {}), ...Object.keys(answer.variables ?? {})];
      if (answer.stop) return [`    = stop: ${answer.stop.reason}`];
      return names.length === 0 ? ['    = done'] : [`    = ${names.join(', ')}`];
    }
    case 'judge':
      return [`    = ${answer.holds ? 'yes' : 'no'}`];
    case 'ask':
    case 'decide':
      return [`    = ${answer.answer}`];
    case 'approve':
      return [`    = ${answer.verdict}${answer.text === undefined ? '' : `: ${answer.text}`}`];
    case 'invoke_task':
      return [`    = ${answer.passed === false ? 'did not pass' : 'done'}`];
    case 'say':
      return [];
    case 'failed':
      return [`    = failed: ${answer.reason}`];
    case 'silent':
      return ['    = nobody answered'];
  }
}
