/** The tags that mean something in instructions. Every other tag is prose. */

/**
 * How a tag is read. `block` and `text` tags hold text and tags and must be closed; a `text` tag that lost its end tag may be repaired (see tree.ts).
 * What stands in a `raw` tag is text, also when it looks like tags: they are mentions. A `void` tag holds nothing; an end tag right behind it is fine.
 */
export type Reading = 'block' | 'text' | 'raw' | 'void';

interface TagRule {
  reading: Reading;
  /** Attributes that mean something; `*` is any. Others are kept and warned of. */
  attributes: readonly string[];
}

const RULES = {
  step: {
    reading: 'block',
    attributes: ['n', 'goal', 'title', 'optional', 'if', 'for-each', 'repeat', 'tag', 'critical'],
  },
  check: { reading: 'block', attributes: ['if'] },
  loop: { reading: 'block', attributes: ['*'] },
  action: { reading: 'text', attributes: ['if', 'optional', 'critical'] },
  ask: { reading: 'text', attributes: ['if', 'optional', 'response'] },
  output: { reading: 'text', attributes: ['if'] },
  'template-output': { reading: 'text', attributes: ['if', 'file', 'name', 'section'] },
  goto: { reading: 'text', attributes: ['if', 'step', 'anchor'] },
  'invoke-workflow': { reading: 'text', attributes: ['*'] },
  'invoke-task': { reading: 'text', attributes: ['*'] },
  param: { reading: 'text', attributes: ['name', 'value'] },
  critical: { reading: 'raw', attributes: ['if'] },
  example: { reading: 'raw', attributes: ['*'] },
  note: { reading: 'raw', attributes: ['if'] },
  anchor: { reading: 'void', attributes: ['id', 'name'] },
  'elicit-required': { reading: 'void', attributes: ['if'] },
  continue: { reading: 'void', attributes: ['if'] },
  break: { reading: 'void', attributes: ['if'] },
} as const satisfies Record<string, TagRule>;

/** The name of a tag that means something. */
export type TagName = keyof typeof RULES;

/** All known names, in the order of the reference in docs/workflows.md. */
export const TAG_NAMES = Object.keys(RULES) as TagName[];

/** The tag that may wrap all steps. It says nothing by itself, so it is neither a node nor prose. */
export const WRAPPER = 'workflow';

/** Whether a name is a known tag. Names are lower case. */
export function isTagName(name: string): name is TagName {
  return Object.hasOwn(RULES, name);
}

/** How a tag is read and which attributes it knows. */
export function ruleOf(name: TagName): TagRule {
  return RULES[name];
}

/** Whether a text closes a step that it did not open: then it runs over the end of the step that it begins in. */
export function leavesStep(text: string): boolean {
  let open = 0;
  for (const [tag] of text.matchAll(/<\/?step\b/g)) {
    open += tag === '<step' ? 1 : -1;
    if (open < 0) return true;
  }
  return false;
}
