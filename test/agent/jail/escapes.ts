/**
 * Attempts to get out of the jail. Each is a bash command that prints ESCAPED (or the key) when it got what it wanted, or changes something
 * outside. The variables are those of world.ts. `bites`: outside the jail the same command does succeed, which shows that it can.
 */
export interface Escape {
  name: string;
  command: string;
  bites?: true;
}

/** Of everything that a command finds, only the key that world.ts put there: other processes of this machine are nobody's business. */
const KEY = 'grep -ao "canary-key-[0-9a-f]*" | head -1';

const node = (code: string) => `node -e '${code.replaceAll("'", `'"'"'`)}' 2>/dev/null`;
const connect = (where: string) =>
  node(
    `require("net").connect(${where}).on("connect",()=>console.log("ESCAPED")).on("data",(d)=>console.log(String(d))).on("error",()=>{}); setTimeout(()=>process.exit(),200)`,
  );

const secrets: Escape[] = [
  { name: 'the environment of a process by its number', command: 'cat /proc/$HOLDER/environ', bites: true },
  {
    name: 'the environment of the action by its number',
    command: 'test $ACTION -gt 60 && cat /proc/$ACTION/environ && echo ESCAPED',
  },
  { name: 'every environment in /proc', command: `cat /proc/*/environ 2>/dev/null | ${KEY}`, bites: true },
  { name: 'every environment of a thread', command: `cat /proc/*/task/*/environ 2>/dev/null | ${KEY}`, bites: true },
  {
    name: 'the environment of the parent',
    command: 'tr "\\0" "\\n" < /proc/$PPID/environ; grep -c KEY /proc/1/environ && echo ESCAPED',
  },
  {
    name: 'its own environment',
    command:
      'env; cat /proc/self/environ; export -p; [ -z "$ANTHROPIC_API_KEY$GITHUB_TOKEN$ACTIONS_RUNTIME_TOKEN" ] || echo ESCAPED',
  },
  {
    name: 'the memory of the action',
    command:
      'test $ACTION -gt 60 && head -c 1 /proc/$ACTION/mem && echo ESCAPED; cat /proc/$ACTION/maps 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'the command line of the action',
    command: 'cat /proc/*/cmdline | tr "\\0" " " | grep -aq "[v]itest" && echo ESCAPED',
    bites: true,
  },
  {
    name: 'the working folder of the action',
    command: 'ls /proc/$ACTION/cwd/package.json && echo ESCAPED',
    bites: true,
  },
  { name: 'the root of the action', command: 'cat "/proc/$HOLDER/root$SECRET"', bites: true },
  {
    name: 'the open files of the action',
    command: 'test $ACTION -gt 60 && ls /proc/$ACTION/fd/ | grep -q . && echo ESCAPED',
    bites: true,
  },
  { name: 'a key in the home folder', command: 'cat "$SECRET"', bites: true },
  { name: 'the same by way of /proc/self/root', command: 'cat "/proc/self/root$SECRET"', bites: true },
  { name: 'the same by way of /proc/1/root', command: 'cat "/proc/1/root$SECRET"' },
  { name: 'the same by way of /proc/self/cwd', command: 'cat "/proc/self/cwd/../home/.ssh/id_ed25519"', bites: true },
  { name: 'the same by a symbolic link', command: 'ln -sf "$SECRET" link; cat link; rm -f link', bites: true },
  { name: 'the same by a hard link', command: 'ln "$SECRET" hard && cat hard; rm -f hard', bites: true },
  {
    name: 'the same by a link in /tmp of a command before',
    command: 'ln -sfn / /tmp/everything; cat "/tmp/everything$SECRET"; rm -f /tmp/everything',
    bites: true,
  },
  {
    name: 'the same with the dynamic loader',
    command:
      '"$(ls /lib64/ld-linux*.so* /lib/ld-linux*.so* /lib/ld-musl* 2>/dev/null | head -1)" "$(command -v cat)" "$SECRET"',
    bites: true,
  },
  {
    name: 'the same with a preloaded name',
    command:
      'LD_PRELOAD="$SECRET" true 2>&1 | grep -v "cannot be preloaded" && echo ESCAPED; LD_LIBRARY_PATH="$(dirname "$SECRET")" ls "$(dirname "$SECRET")" && echo ESCAPED',
  },
  { name: 'the same with git', command: 'git diff --no-index /dev/null "$SECRET"', bites: true },
  {
    name: 'the same with git’s alternates',
    command:
      'echo "$FOLDER/other/.git/objects" > .git/objects/info/alternates; ls "$FOLDER/other" && echo ESCAPED; rm -f .git/objects/info/alternates',
    bites: true,
  },
  {
    name: 'the real home of this user',
    command:
      'ls -A ~root /root /home/runner 2>/dev/null | grep -E "^\\.(bashrc|profile|ssh|npmrc|gitconfig)$" && echo ESCAPED',
  },
  { name: 'the runner’s temporary folder', command: 'cat "$TEMP/report.json"', bites: true },
  { name: 'what else is beside the checkout', command: 'ls .. | grep -v "^checkout$" && echo ESCAPED', bites: true },
  { name: 'passwords of the machine', command: 'cat /etc/shadow /etc/gshadow && echo ESCAPED' },
  { name: 'host keys and the private keys of services', command: 'ls /etc/ssh /etc/ssl/private && echo ESCAPED' },
  { name: 'who else the machine knows', command: 'cat /etc/resolv.conf /etc/gitconfig /etc/npmrc && echo ESCAPED' },
  { name: 'a disk as it is', command: 'ls /dev | grep -E "^(sd|vd|nvme|xvd|dm-|loop|mem|kmsg|fuse)" && echo ESCAPED' },
  { name: 'a disk by a node of its own', command: 'mknod disk b 254 0 && head -c 1 disk && echo ESCAPED; rm -f disk' },
  {
    name: 'the memory of the kernel',
    command:
      'head -c 1 /proc/kcore && echo ESCAPED; head -c 1 /dev/mem && echo ESCAPED; head -c 64 /proc/kallsyms | grep . && echo ESCAPED',
  },
  {
    name: 'the messages of the kernel',
    command: 'timeout 1 head -c 1 /proc/kmsg && echo ESCAPED; dmesg 2>/dev/null | grep . && echo ESCAPED',
  },
  {
    name: 'a file that was left open',
    command:
      'for fd in $(ls /proc/self/fd /proc/1/fd /proc/$$/fd | grep -E "^[0-9]+$" | sort -un); do t=$(readlink /proc/1/fd/$fd /proc/$$/fd/$fd | grep -v "^/proc\\|^/dev/\\|^socket:\\|^pipe:\\|^anon_inode:\\[eventfd\\]"); [ -z "$t" ] || echo "ESCAPED $t"; done',
  },
];

const writes: Escape[] = [
  {
    name: 'a file beside the checkout',
    command:
      'echo x > ../left-behind && [ -e /proc/1/root ] && ls "$FOLDER/left-behind" "$FOLDER/home"; rm -f ../left-behind',
  },
  { name: 'a file in the home folder', command: 'mkdir -p "$(dirname "$SECRET")" && echo x >> "$SECRET"' },
  {
    name: 'a variable for the next step',
    command: 'echo "LD_PRELOAD=/tmp/evil.so" >> "$TEMP/_runner_file_commands/set_env"',
  },
  { name: 'the report', command: 'echo {} > "$TEMP/report.json"' },
  {
    name: 'a program of the system',
    command:
      'for p in /usr/bin /bin /usr/local/bin /sbin /lib /etc; do touch $p/orch-evil 2>/dev/null && echo ESCAPED; done',
  },
  {
    name: 'the Node that runs the action',
    command:
      'n=$(readlink -f "$(command -v node)"); [ -w "$n" ] && touch -c "$n" 2>/dev/null && echo ESCAPED; touch "$(dirname "$n")/evil" 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a program earlier in the search path',
    command: 'IFS=:; for p in $PATH; do touch "$p/orch-evil" 2>/dev/null && echo "ESCAPED $p"; done',
  },
  {
    name: 'the root folder',
    command: 'touch /evil 2>/dev/null && echo ESCAPED; mkdir /evil-folder 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a mount again, writable',
    command: 'mount -o remount,rw,bind /usr 2>/dev/null && touch /usr/evil && echo ESCAPED',
  },
  {
    name: 'a mount of something else',
    command: 'mount -t tmpfs none /tmp 2>/dev/null && echo ESCAPED; mount --bind / /tmp 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'the mount before a file of git taken away',
    command: 'umount .git/config 2>/dev/null && echo ESCAPED; umount -l /usr 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a file system of the kernel’s',
    command:
      'for t in proc sysfs cgroup2 debugfs devtmpfs overlay; do mkdir -p /tmp/m; mount -t $t none /tmp/m 2>/dev/null && echo ESCAPED; done; rmdir /tmp/m',
  },
  {
    name: 'the program for crashes',
    command:
      'p=$(cat /proc/sys/kernel/core_pattern); { printf %s "$p" > /proc/sys/kernel/core_pattern; } 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'other settings of the kernel',
    command: 'find /proc/sys -type f -writable 2>/dev/null | head -3 | grep . && echo ESCAPED',
  },
  {
    name: 'what root may write in /proc',
    command:
      'find /proc -maxdepth 3 -not -path "/proc/[0-9]*" -not -path "/proc/pressure/*" -type f -writable 2>/dev/null | while read -r f; do { : < "$f"; } 2>/dev/null && echo "ESCAPED $f"; done',
  },
  {
    name: 'the key combination that ends the machine',
    command:
      '{ [ ! -e /proc/sysrq-trigger ] || : >> /proc/sysrq-trigger; } 2>/dev/null && [ -e /proc/sysrq-trigger ] && echo ESCAPED',
  },
  {
    name: 'a control group',
    command:
      'ls /sys/fs/cgroup 2>/dev/null | grep . && echo ESCAPED; mkdir -p /sys/fs/cgroup/evil 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a release agent',
    command: 'mkdir -p /tmp/cg && mount -t cgroup -o rdma cgroup /tmp/cg 2>/dev/null && echo ESCAPED; rmdir /tmp/cg',
  },
  { name: 'another root', command: 'chroot /proc/1/root true 2>/dev/null && echo ESCAPED' },
  {
    name: 'a program that becomes root',
    command:
      'cp "$(command -v id)" ./id && chmod u+s ./id; grep -q "^NoNewPrivs:.1" /proc/self/status || echo ESCAPED; rm -f id',
  },
  { name: 'sudo', command: 'command -v sudo >/dev/null && sudo -n true 2>/dev/null && echo ESCAPED' },
  {
    name: 'a capability',
    command: 'grep -E "^Cap(Prm|Eff|Bnd|Amb)" /proc/self/status | grep -v "0000000000000000$" && echo ESCAPED',
  },
  { name: 'capabilities in a new user namespace', command: 'unshare -Ur true 2>/dev/null && echo ESCAPED' },
  {
    name: 'the namespaces of the action',
    command: 'nsenter -t $ACTION -a true 2>/dev/null && echo ESCAPED; nsenter -t 1 -m true 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a module of the kernel',
    command: 'modprobe loop 2>/dev/null && echo ESCAPED; insmod x.ko 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'the clock and the name of the machine',
    command:
      'date -s 2001-01-01 2>/dev/null >&2 && echo ESCAPED; { echo evil > /proc/sys/kernel/hostname; } 2>/dev/null && echo ESCAPED; [ "$(uname -n)" = orch-jail ] || echo ESCAPED',
  },
];

const git: Escape[] = [
  {
    name: 'a hook left behind',
    command: 'printf "#!/bin/sh\\ntouch $FOLDER/evil" > .git/hooks/post-commit && echo ESCAPED',
  },
  {
    name: 'a folder of hooks in place of the one there is',
    command:
      'mv .git/hooks .git/hooks-before 2>/dev/null && echo ESCAPED; rmdir .git/hooks 2>/dev/null && echo ESCAPED',
  },
  { name: 'another place for hooks', command: 'git config core.hooksPath "$PWD/evil" 2>/dev/null && echo ESCAPED' },
  {
    name: 'a pager',
    command: 'git -c core.pager="cat $SECRET" log; git config core.pager evil 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a monitor of files',
    command:
      'git config core.fsmonitor evil 2>/dev/null && echo ESCAPED; echo "[core] fsmonitor = evil" 2>/dev/null >> .git/config && echo ESCAPED',
  },
  {
    name: 'another configuration in place of the one there is',
    command:
      'cp .git/config c; mv -f c .git/config 2>/dev/null && echo ESCAPED; rm -f c; rm -f .git/config 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'another git folder in place of the one there is',
    command:
      'mv .git .git-before 2>/dev/null && echo ESCAPED; rm -rf .git/hooks .git/config 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'the checkout itself moved',
    command:
      'cd /; mv "$FOLDER/checkout" "$FOLDER/moved" 2>/dev/null && echo ESCAPED; rmdir "$FOLDER/checkout" 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'an ssh command and a transport that runs programs',
    command:
      'GIT_SSH_COMMAND="cat $SECRET" git ls-remote ssh://x/y 2>&1; git -c protocol.ext.allow=always ls-remote "ext::cat $SECRET" 2>&1',
  },
];

const network: Escape[] = [
  { name: 'a server of this machine', command: connect('{ port: +process.env.PORT, host: "127.0.0.1" }'), bites: true },
  {
    name: 'the same by other names of it',
    command: `${['localhost', '127.1', '0.0.0.0', '::ffff:127.0.0.1', '2130706433', 'LOCALHOST']
      .map((host) => connect(`{ port: +process.env.PORT, host: "${host}" }`))
      .join(' & ')} & wait`,
    bites: true,
  },
  { name: 'a name with a NUL', command: connect('{ port: +process.env.PORT, host: "127.0.0.1\\0.example.com" }') },
  {
    name: 'the same with bash alone',
    command: '(exec 3<>/dev/tcp/127.0.0.1/$PORT && cat <&3) 2>/dev/null',
    bites: true,
  },
  {
    name: 'the service of the cloud that gives credentials',
    command: connect('{ port: 80, host: "169.254.169.254" }'),
  },
  {
    name: 'any address at all',
    command: node(
      'const s=require("dgram").createSocket("udp4");s.send("x",53,"192.0.2.1",(e)=>{if(!e)console.log("ESCAPED");s.close()})',
    ),
  },
  {
    name: 'a name server',
    command: node(
      'require("dns").promises.resolve("example.com").then(()=>console.log("ESCAPED"),()=>{}); setTimeout(()=>process.exit(),200)',
    ),
  },
  {
    name: 'a packet of its own making',
    command:
      'ping -c1 -W1 127.0.0.2 >/dev/null 2>&1 && [ "$(grep -c : /proc/net/dev)" -gt 1 ] && echo ESCAPED; [ "$(wc -l < /proc/net/route)" -le 1 ] || echo ESCAPED',
  },
  {
    name: 'a network device of its own',
    command:
      'ip link add evil type dummy 2>/dev/null && echo ESCAPED; ip tuntap add evil mode tun 2>/dev/null && echo ESCAPED; [ -e /dev/net/tun ] && echo ESCAPED',
  },
  {
    name: 'the socket of Docker',
    command: `ls /var/run/docker.sock /run/docker.sock 2>/dev/null && echo ESCAPED; ${connect('process.env.SOCKET')}`,
    bites: true,
  },
  { name: 'a socket without a file', command: connect('"\\0"+process.env.ABSTRACT'), bites: true },
  {
    name: 'the message bus and the agents of this user',
    command:
      'ls /run/user /run/dbus /run/systemd /tmp/ssh-* 2>/dev/null | grep . && echo ESCAPED; [ -z "$SSH_AUTH_SOCK$DBUS_SESSION_BUS_ADDRESS$DOCKER_HOST" ] || echo ESCAPED',
  },
];

const processes: Escape[] = [
  {
    name: 'a signal to the action',
    command: 'test $ACTION -gt 60 && kill -0 $ACTION 2>/dev/null && echo ESCAPED',
    bites: true,
  },
  {
    name: 'a signal to another process of this user',
    command:
      'kill -0 $HOLDER 2>/dev/null && [ ! -e /proc/$HOLDER/ns ] && echo ESCAPED; test $HOLDER -gt 60 && kill -9 $HOLDER 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a signal to everyone',
    command:
      '[ "$(cat /proc/1/comm)" = bwrap ] || exit; trap "" TERM; kill -TERM -1 2>/dev/null; kill -0 $HOLDER 2>/dev/null && test $HOLDER -gt 60 && echo ESCAPED',
  },
  {
    name: 'a debugger on the action',
    command:
      'strace -p $ACTION 2>&1 | grep -q attached && echo ESCAPED; gdb -p $ACTION -batch 2>&1 | grep -q "Attaching to process" && ls /proc/$ACTION/mem && echo ESCAPED',
  },
  {
    name: 'the debugger of the action’s Node',
    command: 'test $ACTION -gt 60 && kill -USR1 $ACTION 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'the list of processes',
    command:
      'ps -ef 2>/dev/null | grep -q "[v]itest" && echo ESCAPED; [ "$(ls -d /proc/[0-9]* | wc -l)" -lt 20 ] || echo ESCAPED',
    bites: true,
  },
  {
    name: 'memory shared with others',
    command: 'ipcs -m 2>/dev/null | grep -E "^0x" && echo ESCAPED; ls /dev/shm | grep . && echo ESCAPED',
  },
  {
    name: 'a key in the keyring of the kernel',
    command:
      'cat /proc/keys /proc/key-users 2>/dev/null | grep -i "keyring" && echo ESCAPED; keyctl show 2>/dev/null | grep -i "_ses.*anthropic" && echo ESCAPED',
  },
  {
    name: 'the terminal',
    command: '{ : > /dev/tty; } 2>/dev/null && echo ESCAPED; { : > /dev/console; } 2>/dev/null && echo ESCAPED',
  },
  {
    name: 'a priority above others',
    command:
      'nice -n -5 true 2>/dev/null && [ "$(nice -n -5 nice 2>/dev/null)" = "-5" ] && echo ESCAPED; { echo -500 > /proc/self/oom_score_adj; } 2>/dev/null && echo ESCAPED',
  },
];

/** All of them, by what they are after. */
export const ESCAPES: Readonly<Record<string, readonly Escape[]>> = {
  'secrets: no command gets': secrets,
  'writing: no command changes': writes,
  'git: no command leaves': git,
  'network: no command reaches': network,
  'processes: no command gets at': processes,
};
