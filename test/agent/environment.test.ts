import { describe, expect, it } from 'vitest';
import { foldersOutside, toolEnvironment, withdrawSecrets } from '../../src/agent/environment.ts';

describe('toolEnvironment', () => {
  it('is exactly this', () => {
    expect(toolEnvironment({ path: '/bin', home: '/tmp/home', lang: 'de_DE.UTF-8' })).toEqual({
      PATH: '/bin',
      HOME: '/tmp/home',
      LANG: 'de_DE.UTF-8',
      CI: 'true',
    });
  });
});

describe('foldersOutside', () => {
  it('leaves out what the checkout could have put there', () => {
    expect(foldersOutside('/usr/bin:/work/repo/bin:bin::/bin:/work/repo', '/work/repo')).toEqual(['/usr/bin', '/bin']);
  });
});

describe('withdrawSecrets', () => {
  it('takes what is secret and leaves the rest', () => {
    const env: NodeJS.ProcessEnv = {
      PATH: '/bin',
      RUNNER_TEMP: '/tmp',
      GITHUB_OUTPUT: '/tmp/out',
      GITHUB_STEP_SUMMARY: '/tmp/summary',
      ANTHROPIC_API_KEY: 'sk-1',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
      ANTHROPIC_CUSTOM_HEADERS: 'x: y',
      OPENAI_API_KEY: 'sk-2',
      OPENAI_BASE_URL: 'http://127.0.0.1:2',
      OPENAI_ORG_ID: 'org',
      ACTIONS_RUNTIME_TOKEN: 't',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'u',
      GITHUB_TOKEN: 't',
      INPUT_BRIEF: '{}',
      NPM_TOKEN: 't',
      DB_PASSWORD: 'p',
    };
    expect(withdrawSecrets(env)).toEqual({
      apiKey: 'sk-1',
      baseURL: 'http://127.0.0.1:1',
      openai: { apiKey: 'sk-2', baseURL: 'http://127.0.0.1:2' },
    });
    expect(env).toEqual({
      PATH: '/bin',
      RUNNER_TEMP: '/tmp',
      GITHUB_OUTPUT: '/tmp/out',
      GITHUB_STEP_SUMMARY: '/tmp/summary',
    });
  });

  it('takes an empty key for none', () => {
    expect(withdrawSecrets({ ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: '' })).toEqual({
      apiKey: undefined,
      baseURL: undefined,
      openai: { apiKey: undefined, baseURL: undefined },
    });
  });
});
