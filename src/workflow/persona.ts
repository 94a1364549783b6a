/** `*.agent.yaml`: an agent as a persona, in the format of BMAD. */
import { z } from 'zod';
import { type Rights, rightsSchema } from '../core/plan/rights.ts';
import { readYaml } from '../yaml/read.ts';
import { findingOf } from './definition.ts';
import type { Finding } from './finding.ts';

const text = z.string().min(1);
const lines = z.union([text, z.array(text)]);

const menuItem = z.looseObject({ trigger: text.optional(), description: z.string().optional() });

const agentSchema = z.looseObject({
  agent: z.looseObject({
    metadata: z.looseObject({
      id: text.optional(),
      name: text,
      title: text,
      icon: z.string().optional(),
      module: z.string().optional(),
    }),
    persona: z.looseObject({
      role: text,
      identity: text.optional(),
      communication_style: text.optional(),
      principles: lines.optional(),
    }),
    critical_actions: z.array(text).nullish(),
    menu: z.array(menuItem).nullish(),
    permissions: rightsSchema.optional(),
  }),
});

/** Who an agent is: what goes into its prompt, and what it can be asked for. */
export interface Persona {
  id: string;
  name: string;
  title: string;
  icon: string;
  role: string;
  identity: string;
  style: string;
  principles: readonly string[];
  /** What it must always do. */
  rules: readonly string[];
  /** Which tools it may use, and for what; absent where its file does not say. */
  permissions?: Rights;
  /** What it offers; the keys beside `trigger` and `description` say what that leads to. */
  menu: readonly { trigger: string; description: string; leadsTo: Readonly<Record<string, string>> }[];
}

/** Reads an agent file. Never throws; without a persona there is at least one error, with its line. */
export function readPersona(source: string, file: string): { persona?: Persona; findings: Finding[] } {
  const read = readYaml(agentSchema, source, file);
  if (!read.ok) return { findings: read.problems.map(findingOf) };
  const { metadata, persona, critical_actions: rules, menu, permissions } = read.value.agent;
  const principles = persona.principles ?? [];
  return {
    persona: {
      id: metadata.id ?? metadata.name,
      name: metadata.name,
      title: metadata.title,
      icon: metadata.icon ?? '',
      role: persona.role,
      identity: persona.identity ?? '',
      style: persona.communication_style ?? '',
      principles: typeof principles === 'string' ? [principles] : principles,
      rules: rules ?? [],
      ...(permissions && { permissions }),
      menu: (menu ?? []).map(({ trigger = '', description = '', ...others }) => ({
        trigger,
        description,
        leadsTo: Object.fromEntries(
          Object.entries(others).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        ),
      })),
    },
    findings: [],
  };
}
