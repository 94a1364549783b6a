/** A request as an agent reads it, and what may be submitted to it. */
import { basename } from 'node:path';
import type { Expected, Request } from '../run/request.ts';

/** A request that an agent answers. The others are for people, or need nobody. */
export type AgentRequest = Extract<Request, { kind: 'work' | 'judge' | 'decide' | 'invoke_task' }>;

/** Whether an agent answers it. */
export function isForAgent(request: Request): request is AgentRequest {
  return ['work', 'judge', 'decide', 'invoke_task'].includes(request.kind);
}

/** The request in words. `folder` is where its workflow stands on this machine: it means nothing to whoever reads this, and is left out. */
export function requestWords(request: AgentRequest, folder: string): string {
  const { place } = request;
  const step = [place.step && `step ${place.step}`, place.goal && `"${place.goal}"`].filter(Boolean).join(' ');
  const rules = 'rules' in request ? request.rules : [];
  const parts = [
    `Request ${request.id}${step === '' ? '' : `, ${step}`}, of the workflow ${place.workflow}`,
    ...(rules.length === 0 ? [] : [rules.map((rule) => `- ${rule.trim()}`).join('\n')]),
    ...task(request),
    allowedWords(request),
  ];
  return parts.join('\n\n').replaceAll(`${folder}/`, '');
}

function task(request: AgentRequest): string[] {
  switch (request.kind) {
    case 'work':
      return [
        request.text,
        ...(request.revise
          ? [
              `The section \`${request.revise.name}\` as it is:\n\n${request.revise.text}\n\nWhat should be different: ${request.revise.changes}`,
            ]
          : []),
      ];
    case 'judge':
    case 'decide':
      return [request.question];
    case 'invoke_task': {
      const file = request.file === undefined ? undefined : fileWords(request.file);
      const onlyFile = request.checklist && !/\s/.test(request.text.trim());
      return [
        onlyFile ? 'Check what you wrote against this checklist, point by point.' : request.text,
        ...(request.content === undefined
          ? []
          : [`${file === undefined ? 'The task' : `\`${file}\``} says:\n\n${request.content.trim()}`]),
      ];
    }
  }
}

/** What may be submitted: the last sentence of a request, and of every answer that does not fit. */
export function allowedWords(request: AgentRequest): string {
  switch (request.kind) {
    case 'judge':
      return 'Submit `holds`: true or false, and `reasons`.';
    case 'decide': {
      const from = request.options.length === 0 ? '' : ` (one of: ${request.options.join(', ')})`;
      return `Submit \`answer\`${from}, \`confidence\` from 0 to 1, and \`reasons\`. When you are not sure, people are asked.`;
    }
    case 'invoke_task':
      return request.checklist
        ? 'Submit `passed`: whether every point holds, and `result`: what is missing where one does not.'
        : 'Submit `result`.';
    case 'work': {
      const { outputs, needs, wants } = request;
      const sentences = [
        outputs.length > 0 && `Submit \`outputs\`: ${listed(outputs)}.`,
        needs.length > 0 && `Submit \`variables\`: ${listed(needs)}.`,
        outputs.length + needs.length === 0 && 'Submit without anything when it is done.',
        wants.length > 0 && `Later parts use these \`variables\`; submit those that you know: ${wants.join(', ')}.`,
      ];
      return sentences.filter(Boolean).join(' ');
    }
  }
}

const listed = (expected: readonly Expected[]): string => expected.map(expectedWords).join('; ');

function expectedWords({ name, shape, keys }: Expected): string {
  if (shape === 'text') return `\`${name}\``;
  return `\`${name}\` (a list${keys.length > 0 ? `; each item has ${keys.join(', ')}` : ''})`;
}

/** A file as people know it: one beside the workflow by its name. */
export const fileWords = (file: string): string => (/^(?:\.\.|\/)/.test(file) ? basename(file) : file);
