/** What tags say in their text: sections and values, paths, parameters. */
import { type TagNode, textOf } from '../tree.ts';
import { slug } from './over.ts';
import type { Act } from './program.ts';

/** Text for people and agents: without comments, and without the indentation of the file. */
export function cleaned(text: string): string {
  const lines = withoutComments(text)
    .split('\n')
    .map((line) => line.trimEnd());
  const held = lines.filter((line, index) => index > 0 && line.trim() !== '');
  const indent = Math.min(...held.map((line) => line.length - line.trimStart().length));
  const even = lines.map((line, index) => (index === 0 || !Number.isFinite(indent) ? line : line.slice(indent)));
  return even
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutComments(text: string): string {
  let kept = '';
  let at = 0;
  for (let open = text.indexOf('<!--'); open !== -1; open = text.indexOf('<!--', at)) {
    const close = text.indexOf('-->', open + 4);
    if (close === -1) break;
    kept += text.slice(at, open);
    at = close + 3;
  }
  return kept + text.slice(at);
}

/** Whether a text asks for nothing: headings, rules and fences, without a sentence. */
export function isIdle(text: string): boolean {
  return cleaned(text)
    .split('\n')
    .every((line) => /^(?:#{1,6}\s.*|[^\p{L}\p{N}]*|`{3,}.*|~{3,}.*)$/u.test(line.trim()));
}

const SECTION_NAME = /^[\w{}.-]+$/;
const ASSIGNMENT = /^([A-Za-z_][\w.-]*)\s*=\s*([\s\S]+)$/;

/** The sections that a `<template-output>` names, or the value that it hands over. */
export function sectionsOf(tag: TagNode, text: string): Act[] {
  const file = tag.attributes.file?.trim();
  const where = file ? { file } : {};
  const named = (tag.attributes.name ?? tag.attributes.section)?.trim();
  if (named) return [{ op: 'section', name: named, ...where, ...(text !== '' && { note: text }) }];
  const assigned = ASSIGNMENT.exec(text);
  if (assigned && !file) return [{ op: 'assign', name: assigned[1] as string, value: (assigned[2] as string).trim() }];
  // Formatters turn the underscores of `epic_title_{{N}}` into emphasis.
  const plain = /\s/.test(text) && !text.includes(',') ? text : text.replaceAll('\\_', '_').replaceAll('*', '_');
  const names = plain
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > 0 && names.every((name) => SECTION_NAME.test(name))) {
    return names.map((name) => ({ op: 'section', name, ...where }));
  }
  const name = slug(text.split('\n', 1)[0] ?? '') || 'section';
  return [{ op: 'section', name, ...where, note: text }];
}

/** The path of the workflow that is called: an attribute, or the first word of the text that looks like a path or a variable. */
export function calledPath(tag: TagNode, text: string): string {
  const { path, workflow, name } = tag.attributes;
  const given = (path ?? workflow ?? name)?.trim();
  if (given) return given;
  return text.split(/\s+/).find((word) => /[/\\{]|\.ya?ml$/.test(word)) ?? text.split(/\s+/)[0] ?? '';
}

/** Values for the workflow that is called: attributes, and `<param>` as attributes or as `name: value`. */
export function paramsOf(tag: TagNode): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(tag.attributes)) {
    if (!['path', 'workflow', 'name', 'if', 'halt'].includes(name)) params[name] = value;
  }
  for (const child of tag.children) {
    if (child.kind !== 'tag' || child.name !== 'param') continue;
    const text = textOf(child).trim();
    const pair = /^([A-Za-z_][\w.-]*)\s*[:=]\s*([\s\S]*)$/.exec(text);
    const name = child.attributes.name?.trim() ?? pair?.[1];
    if (name) params[name] = child.attributes.value ?? (child.attributes.name ? text : (pair?.[2] ?? ''));
  }
  return params;
}

/** The file of further instructions that a text says to go on with. */
export function partNamed(text: string, parts: readonly string[]): string | undefined {
  if (!/\b(?:load|invoke|follow|execute|run|continue with|switch to)\b/i.test(text)) return undefined;
  const named = parts.filter((part) => text.includes(`/${part}`) || text.includes(`\`${part}\``));
  return named.length === 1 ? named[0] : undefined;
}
