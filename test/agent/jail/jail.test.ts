/** The jail beyond single escapes: limits, what is left after a command, git as Orch itself runs it, and that work is still possible. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gitIn } from '../../../src/agent/git.ts';
import { openProcessCap } from '../../../src/agent/jail/process-cap.ts';
import { watchJail } from '../../../src/agent/jail/watch.ts';
import { CANARY, type JailWorld, jailWorld, whyNoJail } from './world.ts';

const reason = await whyNoJail();

describe.skipIf(reason !== undefined)(`the jail${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let world: JailWorld;
  beforeAll(async () => {
    world = await jailWorld();
  });
  afterAll(() => world?.close());

  /** Processes of this machine that have the mark among their arguments. */
  const marked = (mark: string): string[] =>
    execFileSync('bash', ['-c', `grep -alF ${mark} /proc/[0-9]*/cmdline 2>/dev/null | grep -v "/$$/" || true`], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter((path) => path !== '' && existsSync(path) && readFileSync(path, 'utf8').startsWith('sleep'));

  describe('work goes on in it', () => {
    it('runs Node, npm and git, and tests that open a server of their own', async () => {
      const { output, exitCode } = await world.jailed(
        `node -v && npm -v && git status --short && git log --oneline && node -e '
           const s = require("http").createServer((q, a) => a.end("served")).listen(0, "localhost", async () => {
             console.log(await (await fetch("http://localhost:" + s.address().port)).text()); s.close(); });'`,
      );
      expect(output).toContain('served');
      expect(exitCode, output).toBe(0);
    });

    it('keeps what a command wrote to the checkout, to /tmp and to HOME', async () => {
      await world.jailed('echo 1 > kept; echo 2 > /tmp/kept; echo 3 > ~/kept');
      expect((await world.jailed('cat kept /tmp/kept /var/tmp/kept ~/kept; rm kept')).output).toBe('1\n2\n2\n3\n');
    });

    it('lets git change files and index', async () => {
      const { output, exitCode } = await world.jailed(
        'echo 2 > src/a.js && git add -A && git stash -q && git stash pop -q && git checkout -q HEAD -- src/a.js && git status --short',
      );
      expect(output).toBe('');
      expect(exitCode).toBe(0);
    });

    it('has an environment that is exactly this', async () => {
      const { output } = await world.place.shell.run({
        command: 'env -u PATH | sort',
        cwd: world.checkout,
        timeoutMs: 10_000,
        signal: new AbortController().signal,
      });
      expect(output.trim().split('\n')).toEqual([
        'CI=true',
        'HOME=/home/orch-agent',
        'LANG=C.UTF-8',
        `PWD=${world.checkout}`,
        'SHLVL=1',
        '_=/usr/bin/env',
      ]);
    });
  });

  describe('nothing outlives a command', () => {
    it.each([
      ['in the background', 'sleep 3301 &'],
      ['in a session of its own', 'setsid sleep 3301 & disown'],
      ['orphaned twice', '( ( sleep 3301 & ) & ); nohup sleep 3301 >/dev/null 2>&1 &'],
      ['deaf to signals', '(trap "" HUP TERM INT; exec sleep 3301) &'],
      ['with the outputs closed', 'setsid sleep 3301 >&- 2>&- <&- &'],
    ])('%s', async (_, command) => {
      expect(await world.jailed(`${command} sleep 0.05`)).toMatchObject({ ended: 'exit' });
      expect(marked('3301')).toEqual([]);
    });

    it('at the time-out', async () => {
      expect(await world.jailed('setsid sleep 3302 & sleep 3302', 300)).toMatchObject({ ended: 'timeout' });
      expect(marked('3302')).toEqual([]);
    });

    it('at an abort', async () => {
      const cancel = new AbortController();
      const running = world.place.shell.run({
        command: 'setsid sleep 3303 & touch begun; sleep 3303',
        cwd: world.checkout,
        timeoutMs: 20_000,
        signal: cancel.signal,
      });
      while (!existsSync(join(world.checkout, 'begun'))) await new Promise((resolve) => setImmediate(resolve));
      cancel.abort();
      expect(await running).toMatchObject({ ended: 'aborted' });
      expect(marked('3303')).toEqual([]);
    });

    it('neither does it wait for what holds its output', async () => {
      const { output, ended } = await world.jailed('echo done; sleep 3304 &');
      expect([output, ended]).toEqual(['done\n', 'exit']);
    });
  });

  describe('limits', () => {
    // Bounded, unlike a real one, so that a limit that fails costs a moment and not the machine.
    it('ends what forks without end', async () => {
      const result = await world.jailed('for i in $(seq 2500); do sleep 30 & done; wait', 60_000);
      expect(result.ended).toBe('limit');
      expect(result.limit).toMatch(/^It had \d+ processes; a command may have 1024 at a time\.$/);
      expect((await world.jailed('echo again')).output).toBe('again\n');
    }, 90_000);

    it('has a limit on processes that the kernel keeps, also for root', async () => {
      // Of what is started at once, in one system call after the other, before anyone outside can look.
      const group = await openProcessCap(`orch-test-${process.pid}`, 20);
      const { output } = await world.jailed('ulimit -u');
      expect(Number(output)).toBeLessThanOrEqual(4_096);
      if (!group) return;
      try {
        const script = `echo $$ > ${group.procs}; for ((i = 0; i < 40; i++)); do sleep 0.5 & done 2>&1; wait`;
        const said = spawnSync('bash', ['-c', script], { encoding: 'utf8', timeout: 20_000 });
        expect(said.stdout + said.stderr).toMatch(/Resource temporarily unavailable/);
      } finally {
        await group.close();
      }
    });

    it('ends endless output', async () => {
      const result = await world.jailed('yes "$(printf %01000d 0)"', 30_000);
      expect(result).toMatchObject({ ended: 'limit', limit: expect.stringContaining('printed more than') });
      expect(result.output.length).toBeLessThan(31_000);
    }, 60_000);

    it('refuses a file that is too large', async () => {
      const { output } = await world.jailed(
        'truncate -s 5G big && echo MADE; rm -f big; ulimit -Hf unlimited 2>/dev/null && echo RAISED; ulimit -f',
      );
      expect(output).not.toMatch(/MADE|RAISED/);
      expect(output).toContain(String(4 * 1024 * 1024));
    });

    it('keeps room on the disk: a command that leaves too little is killed', async () => {
      const killed = new Promise<string>((resolve) => {
        const watch = watchJail([world.checkout], { minFreeBytes: Number.MAX_SAFE_INTEGER });
        watch.begin(`{"child-pid": ${process.pid}}`, resolve);
      });
      expect(await killed).toMatch(/^It left \d+ MiB free on the disk; /);
    });

    it('is itself the first to go when memory is short, and leaves no core', async () => {
      const { output } = await world.jailed('cat /proc/self/oom_score_adj; ulimit -c; ulimit -n');
      const [score, core, files] = output.trim().split('\n').map(Number);
      expect([score, core]).toEqual([1_000, 0]);
      // A limit that was lower already stays.
      expect(files).toBeLessThanOrEqual(65_536);
    });
  });

  describe('git, as Orch runs it in a checkout that commands prepared', () => {
    const orchsGit = () => gitIn(world.checkout, world.place.env, world.place.git);
    const evil = () => join(world.checkout, 'ran-outside');

    /** Programs that git could be made to run write what they find of the key, and try to leave something outside. */
    const program = 'cat /proc/*/environ | tr "\\0" "\\n" > "$PWD/stolen"; touch "$FOLDER/home/ran"';

    it.each([
      [
        'a commondir that leads to another configuration',
        'mkdir -p evil && printf "[core]\\n\\tfsmonitor = %s\\n" "$PWD/evil.sh" > evil/config && cp -r .git/objects .git/refs .git/HEAD evil/ && echo "$PWD/evil" > .git/commondir',
      ],
      [
        'a configuration of the work tree',
        'printf "[core]\\n\\tfsmonitor = %s\\n" "$PWD/evil.sh" > .git/config.worktree',
      ],
      [
        'filters of attributes',
        'echo "* filter=evil diff=evil merge=evil" > .gitattributes; echo "* filter=evil" > .git/info/attributes; printf "[filter \\"evil\\"]\\n\\tclean = %s\\n" "$PWD/evil.sh" > ~/.gitconfig',
      ],
      [
        'a repository in the repository, with a monitor',
        'mkdir -p sub && git -C sub init -q && git -C sub config core.fsmonitor "$PWD/evil.sh"; git -C sub config core.worktree "$PWD/sub"',
      ],
      [
        'an index that is a link to the outside',
        'mv .git/index .git/index-before; ln -s "$FOLDER/home/index" .git/index',
      ],
      [
        'objects that are a link to the outside',
        'mv .git/objects/info .git/objects/info-before 2>/dev/null; mkdir -p "$FOLDER/home" 2>/dev/null; ln -sfn "$FOLDER/home" .git/objects/ff 2>/dev/null; true',
      ],
      [
        'a log that is a link to the outside',
        'rm -rf .git/logs; mkdir -p .git/logs; ln -s "$FOLDER/temp/_runner_file_commands/set_env" .git/logs/HEAD',
      ],
      [
        'a head that is a link to the outside',
        'rm -f .git/refs/heads/main.lock; ln -s "$FOLDER/home/.ssh/id_ed25519" .git/refs/heads/stolen',
      ],
      ['links to secrets in the tree', 'ln -s "$SECRET" secret; ln -s /proc/self/environ environ'],
    ])('%s', async (_, prepare) => {
      const before = { outside: world.outside(), git: world.git() };
      await world.jailed(`printf '#!/bin/sh\\n%s\\n' '${program}' > evil.sh; chmod +x evil.sh; ${prepare}`);
      const git = orchsGit();
      const said: string[] = [];
      for (const args of [
        ['add', '--all', '--', '.'],
        ['status'],
        ['write-tree'],
        ['update-ref', 'HEAD', 'HEAD'],
        ['diff-index', '--cached', '-p', 'HEAD', '--'],
      ]) {
        said.push(await git(args).then(String, (error: Error) => error.message));
      }
      expect(said.join('\n')).not.toContain(CANARY);
      expect({ outside: world.outside(), git: world.git() }).toEqual(before);
      expect(existsSync(evil())).toBe(false);
      const stolen = join(world.checkout, 'stolen');
      if (existsSync(stolen)) expect(readFileSync(stolen, 'utf8')).not.toContain(CANARY);
      for (const name of ['commondir', 'config.worktree'])
        expect(existsSync(join(world.checkout, '.git', name))).toBe(false);
      await world.jailed(
        '[ -e .git/index-before ] && mv -f .git/index-before .git/index; [ -e .git/objects/info-before ] && mv .git/objects/info-before .git/objects/info; rm -rf .git/objects/ff/* 2>/dev/null; rm -f .git/objects/ff .git/logs/HEAD .git/refs/heads/stolen .git/info/attributes ~/.gitconfig; rm -rf sub evil evil.sh stolen secret environ .gitattributes; git read-tree HEAD',
      );
    });
  });

  it('a link that a command left in /tmp does not lead the next mounts elsewhere', async () => {
    const name = world.folder.split('/').at(-1)!;
    // The checkout lies under /tmp here, so bubblewrap makes its folders in the /tmp that commands can write to.
    await world.jailed(`cd /; mv /tmp/${name} /tmp/away 2>/dev/null; ln -s /usr /tmp/${name} 2>/dev/null`);
    expect(await world.jailed('cat src/a.js')).toMatchObject({ exitCode: 0 });
    expect(existsSync('/usr/checkout')).toBe(false);
  });

  it('a link in place of a folder of the checkout leads nowhere', async () => {
    mkdirSync(join(world.checkout, 'deep'), { recursive: true });
    symlinkSync(join(world.folder, 'home'), join(world.checkout, 'deep', 'home'));
    writeFileSync(join(world.checkout, 'deep', 'x'), '');
    expect((await world.jailed('cat deep/home/.ssh/id_ed25519')).output).not.toContain(CANARY);
  });
});
