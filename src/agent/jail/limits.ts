/** What one command may take, and the two small scripts that see to it on both sides of the wall. */

/** Processes and threads of one command, as the kernel counts them. It does not count those of root by the usual limit; process-cap.ts is for them. */
export const MAX_TASKS = 4_096;

/** Processes of one command, counted from outside; above this all are killed. A large build has some hundred. */
export const MAX_PROCESSES = 1_024;

/** Open files of one process. */
export const MAX_OPEN_FILES = 65_536;

/** The largest file, in KiB: 4 GiB. */
export const MAX_FILE_KIB = 4 * 1024 * 1024;

/** Free space that a command leaves on the disks it writes to, in bytes; below this it is killed, so that a report can still be written. */
export const MIN_FREE_BYTES = 512 * 1024 * 1024;

/**
 * Runs inside, before the command: sets the limits, hard ones, and says that this process is the first to go when memory is short. A
 * limit that is lower already stays. The arguments are the command.
 */
export const INSIDE = [
  'ulimit -c 0',
  `ulimit -u ${MAX_TASKS}`,
  `ulimit -n ${MAX_OPEN_FILES}`,
  `ulimit -f ${MAX_FILE_KIB}`,
  'echo 1000 > /proc/self/oom_score_adj',
]
  .map((line) => `{ ${line}; } 2>/dev/null`)
  .concat('exec "$@"')
  .join('\n');

/**
 * Runs outside, before bubblewrap: closes every file that this process was started with and that is not meant for the command, because
 * what is open stays open inside; and joins the control group that limits processes. The arguments: the last file descriptor to keep, the
 * group's file or nothing, and then bubblewrap and its arguments.
 */
export const OUTSIDE = [
  'keep=$1 procs=$2; shift 2',
  // Nothing but a group's file is ever written to, whatever the arguments are.
  'case $procs in "") ;; /sys/fs/cgroup/*/cgroup.procs) echo $$ > "$procs" || exit 125 ;; *) exit 125 ;; esac',
  'for fd in /proc/self/fd/*; do',
  '  fd=' + '$' + '{fd##*/}',
  '  if [ "$fd" -gt "$keep" ]; then eval "exec $fd>&-"; fi',
  'done',
  'exec "$@"',
].join('\n');
