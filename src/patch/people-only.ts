/**
 * Files that are as good as rights: who may change them decides what runs on other machines, what other agents are told, who has to review. A
 * run may not change them, whatever its story says; a person can, on the same branch. Names are compared folded (`fold.ts`), in every folder.
 */

/** The rule that a name belongs to. */
export type PeopleRule = 'automation' | 'lockfile' | 'agent-instructions' | 'hooks' | 'workplace';

/** What the last segment of a path may be. */
const NAMES: Record<PeopleRule, readonly string[]> = {
  automation: [
    '.gitlab-ci.yml',
    '.travis.yml',
    'appveyor.yml',
    '.appveyor.yml',
    'azure-pipelines.yml',
    'bitbucket-pipelines.yml',
    'jenkinsfile',
    '.drone.yml',
    '.woodpecker.yml',
    'cloudbuild.yaml',
    'renovate.json',
    '.renovaterc',
    '.renovaterc.json',
    '.mergify.yml',
  ],
  lockfile: [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
    'deno.lock',
    '.npmrc',
    '.yarnrc',
    '.yarnrc.yml',
    '.pnpmfile.cjs',
    'bunfig.toml',
    'cargo.lock',
    'go.sum',
    'poetry.lock',
    'pipfile.lock',
    'uv.lock',
    'pdm.lock',
    'pip.conf',
    'gemfile.lock',
    'composer.lock',
    'packages.lock.json',
    'nuget.config',
    'gradle.lockfile',
    'mix.lock',
    'pubspec.lock',
    'package.resolved',
    'podfile.lock',
    'flake.lock',
    'conan.lock',
    '.terraform.lock.hcl',
  ],
  'agent-instructions': [
    'agents.md',
    'agents.override.md',
    'agent.md',
    'claude.md',
    'claude.local.md',
    'gemini.md',
    'qwen.md',
    'warp.md',
    'copilot-instructions.md',
    '.cursorrules',
    '.cursorignore',
    '.windsurfrules',
    '.clinerules',
    '.roorules',
    '.goosehints',
    '.aider.conf.yml',
    '.mcp.json',
    'mcp.json',
    'opencode.json',
    'opencode.jsonc',
    '.rules',
  ],
  hooks: [
    '.pre-commit-config.yaml',
    '.pre-commit-hooks.yaml',
    'lefthook.yml',
    'lefthook.yaml',
    '.lefthook.yml',
    '.huskyrc',
    '.huskyrc.json',
    '.overcommit.yml',
  ],
  workplace: ['.envrc', '.direnvrc', '.devcontainer.json', '.tool-versions', 'mise.toml', '.mise.toml'],
};

/** What any segment may be: everything below such a folder is meant. */
const FOLDERS: Record<PeopleRule, readonly string[]> = {
  automation: ['.circleci', '.buildkite', '.gitlab', '.woodpecker', '.azuredevops'],
  lockfile: ['.yarn'],
  'agent-instructions': [
    '.claude',
    '.cursor',
    '.codex',
    '.gemini',
    '.qwen',
    '.windsurf',
    '.clinerules',
    '.roo',
    '.continue',
    '.kiro',
    '.junie',
    '.opencode',
    '.amazonq',
    '.augment',
    '.agents',
    '.agent',
    '.goose',
    '.trae',
  ],
  hooks: ['.husky', '.githooks', '.git-hooks', '.lefthook'],
  workplace: ['.vscode', '.idea', '.devcontainer', '.fleet', '.zed'],
};

const byName = (table: Record<PeopleRule, readonly string[]>): ReadonlyMap<string, PeopleRule> =>
  new Map(Object.entries(table).flatMap(([rule, names]) => names.map((name) => [name, rule as PeopleRule] as const)));

const NAME_RULES = byName(NAMES);
const FOLDER_RULES = byName(FOLDERS);

/** The rule by which a path, given as its folded segments, belongs to people; undefined when it does not. */
export function peopleRule(segments: readonly string[]): PeopleRule | undefined {
  for (const segment of segments) {
    const rule = FOLDER_RULES.get(segment);
    if (rule) return rule;
  }
  return NAME_RULES.get(segments.at(-1) ?? '');
}

/** A path for every name and every folder that is protected in this way. */
export const PEOPLE_PATHS: readonly string[] = [
  ...NAME_RULES.keys(),
  ...[...FOLDER_RULES.keys()].map((name) => `${name}/x`),
];
