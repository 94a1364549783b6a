/** From what an agent submitted to the answer of a request, or what is wrong with it. */
import { writeYaml } from '../../yaml/read.ts';
import type { Answer } from '../run/request.ts';
import type { Json } from '../run/state.ts';
import { type AgentRequest, allowedWords } from './words.ts';

/** What an agent submits; which of it fits follows from the request. The values are of JSON. */
export interface Submitted {
  outputs?: Readonly<Record<string, unknown>> | undefined;
  variables?: Readonly<Record<string, unknown>> | undefined;
  holds?: boolean | undefined;
  answer?: string | undefined;
  confidence?: number | undefined;
  reasons?: string | undefined;
  result?: string | undefined;
  passed?: boolean | undefined;
  stop?: { what: 'workflow' | 'run'; reason: string } | undefined;
}

/** The answer, or a sentence that says what does not fit and what would. */
export type ReadAnswer = { ok: true; answer: Answer } | { ok: false; wrong: string };

const FIELDS: Readonly<Record<AgentRequest['kind'], readonly (keyof Submitted)[]>> = {
  work: ['outputs', 'variables', 'stop'],
  judge: ['holds', 'reasons'],
  decide: ['answer', 'confidence', 'reasons'],
  invoke_task: ['result', 'passed', 'variables', 'stop'],
};

/** Fields that explain and never harm: where a request has no use for them they are passed over. */
const IN_PASSING: ReadonlySet<keyof Submitted> = new Set(['reasons', 'confidence', 'result']);

/** Reads what was submitted to a request. Whether values are complete is for the interpreter to say. */
export function readAnswer(request: AgentRequest, submitted: Submitted): ReadAnswer {
  const no = (wrong: string): ReadAnswer => ({ ok: false, wrong: `${wrong} ${allowedWords(request)}` });
  const given = (Object.keys(submitted) as (keyof Submitted)[]).filter((key) => submitted[key] !== undefined);
  const fields = FIELDS[request.kind];
  const foreign = given.filter((key) => !fields.includes(key) && !IN_PASSING.has(key) && !isEmpty(submitted[key]));
  if (foreign.length > 0)
    return no(`${foreign.map((key) => `\`${key}\``).join(', ')} does not belong to this request.`);
  const { holds, answer, confidence, reasons, result, passed, stop } = submitted;
  const because = reasons === undefined ? {} : { reasons };
  const ending = stop === undefined ? {} : { stop };
  switch (request.kind) {
    case 'judge':
      return holds === undefined
        ? no('`holds` is missing.')
        : { ok: true, answer: { kind: 'judge', holds, ...because } };
    case 'decide':
      if (answer === undefined || answer.trim() === '') return no('`answer` is missing.');
      if (confidence === undefined) return no('`confidence` is missing.');
      return { ok: true, answer: { kind: 'decide', answer, confidence, ...because } };
    case 'invoke_task': {
      const values = jsonOf(submitted.variables);
      return {
        ok: true,
        answer: {
          kind: 'invoke_task',
          ...(result !== undefined && { result }),
          ...(passed !== undefined && { passed }),
          ...(Object.keys(values).length > 0 && { variables: values }),
          ...ending,
        },
      };
    }
    case 'work': {
      const sections = new Set(request.outputs.map(({ name }) => name));
      const named = new Set([...request.needs.map(({ name }) => name), ...request.wants]);
      // Which of the two a name belongs to is the workflow's business, not the agent's.
      const all = Object.entries({ ...jsonOf(submitted.variables), ...jsonOf(submitted.outputs) });
      const unknown = Object.keys(submitted.outputs ?? {}).filter((name) => !sections.has(name) && !named.has(name));
      if (unknown.length > 0) return no(`${unknown.map((name) => `\`${name}\``).join(', ')} was not asked for.`);
      return {
        ok: true,
        answer: {
          kind: 'work',
          outputs: Object.fromEntries(
            all.filter(([name]) => sections.has(name)).map(([name, value]) => [name, sectionOf(name, value)]),
          ),
          variables: Object.fromEntries(all.filter(([name]) => !sections.has(name))),
          ...ending,
        },
      };
    }
  }
}

/** An outcome that came as a value is written as the block that it should have been. */
function sectionOf(name: string, value: Json): Json {
  if (name !== 'outcome' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return `\`\`\`yaml\n${writeYaml(value).trimEnd()}\n\`\`\``;
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** What a model writes came as JSON, so it is JSON; a field without a value is none. */
const jsonOf = (values: Readonly<Record<string, unknown>> | undefined): Record<string, Json> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Record<string, Json>;
