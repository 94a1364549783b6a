/**
 * Files at a commit, asked of the API in as few requests as possible. Objects never change, so everything is kept by its id. What is asked
 * for in one turn is one request; and since a new head is as a rule looked at for the same files as the one before it, the paths that were
 * used last and those that changes under way rest on come along with the first question.
 */
import type { FilesAtCommit } from '../git/files-at-commit.ts';
import { createMemo } from '../git/memo.ts';
import { blobOid } from '../git/tree.ts';
import type { Api } from './ask.ts';
import { unavailable } from './faults.ts';
import { createFolders } from './folders.ts';
import { createKnownBlobs } from './known-blobs.ts';
import { createObjectQuestions } from './objects.ts';
import type { ObjectNode } from './queries.ts';

export interface ApiFiles extends FilesAtCommit {
  /** Tells of a commit that was put on the branch from here: `parent` (null: nothing) and these writes make up the whole of it. */
  wrote(parent: string | null, commit: string, writes: ReadonlyMap<string, string | null>): void;
  /** Names paths that will be asked for at whatever head comes next, until the answer is called. */
  expect(paths: Iterable<string>): () => void;
}

export interface ApiFilesOptions {
  api: Api;
  /** The branch's name, for messages. */
  branch: string;
  delay: (milliseconds: number) => Promise<void>;
  /** Paths that are used in every look: they come along from the first question on. */
  always: readonly string[];
}

/** About 32 million characters of text, as in the git store. */
const TEXT_LIMIT = 32_000_000;
/** Objects in one request: a hundred small files are one quick answer, and well inside GitHub's limits for a query. */
const MOST = 100;
/** Paths used last that come along: the story, the run and the project of some ten subjects that are worked on at once. */
const RECENT = 24;
/** Files of a listing that come along when one of them is read: who lists a folder reads it, file by file. */
const AHEAD = 50;

interface Found {
  oid: string | null;
  text: string | null;
}
interface Question {
  path: string;
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** Files of one repository. Nothing is asked before the first call. */
export function createApiFiles({ api, branch, delay, always }: ApiFilesOptions): ApiFiles {
  const texts = createMemo<string>(TEXT_LIMIT);
  const known = createKnownBlobs();
  const objects = createObjectQuestions({ api, branch, delay });
  const folders = createFolders(objects, MOST / 2);
  const recent = new Set<string>(always);
  const expected = new Map<string, number>();
  const waiting = new Map<string, Question[]>();
  let listing: { commit: string; paths: string[]; places: Map<string, number> } | undefined;

  function use(path: string): void {
    recent.delete(path);
    recent.add(path);
    for (const oldest of recent) {
      if (recent.size <= RECENT) break;
      recent.delete(oldest);
    }
  }

  /** What is known without asking; undefined when something is missing. */
  function here(commit: string, path: string): Found | undefined {
    const oid = known.get(commit, path);
    if (oid === undefined) return undefined;
    if (oid === null) return { oid, text: null };
    const text = texts.get(oid);
    return text === undefined ? undefined : { oid, text };
  }

  /** Joins the questions of one turn. */
  function ask(commit: string, path: string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const question = { path, resolve, reject };
      const others = waiting.get(commit);
      if (others) {
        others.push(question);
        return;
      }
      const questions: Question[] = [question];
      waiting.set(commit, questions);
      setImmediate(() => {
        waiting.delete(commit);
        answer(commit, questions).catch((error: unknown) => {
          for (const one of questions) one.reject(error);
        });
      });
    });
  }

  async function answer(commit: string, questions: readonly Question[]): Promise<void> {
    const asked = [...new Set(questions.map(({ path }) => path))];
    const found = new Map<string, Found>();
    for (let at = 0; at < asked.length; at += MOST) {
      const some = asked.slice(at, at + MOST);
      const paths = [...some, ...companions(commit, new Set(asked)).slice(0, MOST - some.length)];
      const nodes = await objects(
        'files',
        commit,
        paths.map((path) => `${commit}:${path}`),
      );
      for (const [index, path] of paths.entries()) {
        found.set(path, await keep(commit, path, nodes[index] ?? null, some.includes(path)));
      }
    }
    for (const { path, resolve } of questions) resolve(found.get(path) ?? { oid: null, text: null });
  }

  /** What is worth asking along, most useful first. */
  function companions(commit: string, asked: ReadonlySet<string>): string[] {
    const likely = [...expected.keys(), ...[...recent].reverse()].filter(
      (path) => known.get(commit, path) === undefined,
    );
    return [...new Set([...likely, ...ahead(commit, asked)])].filter((path) => !asked.has(path));
  }

  function ahead(commit: string, asked: ReadonlySet<string>): string[] {
    if (listing?.commit !== commit) return [];
    const { paths, places } = listing;
    const starts = [...asked].flatMap((path) => places.get(path) ?? []);
    if (starts.length === 0) return [];
    const from = Math.max(...starts) + 1;
    return paths.slice(from, from + AHEAD).filter((path) => !here(commit, path));
  }

  async function keep(commit: string, path: string, node: ObjectNode | null, needed: boolean): Promise<Found> {
    if (node?.__typename !== 'Blob') {
      known.learn(commit, path, null);
      return { oid: null, text: null };
    }
    const { oid } = node;
    known.learn(commit, path, oid);
    const exact = typeof node.text === 'string' && blobOid(node.text, oid.length) === oid ? node.text : undefined;
    // Cut short, binary, or in another encoding: only the bytes themselves tell then, and only who needs them asks for them.
    const text = exact ?? (needed ? await bytesOf(oid) : undefined);
    if (text !== undefined) texts.set(oid, text, text.length + 100);
    return { oid, text: text ?? null };
  }

  async function bytesOf(oid: string): Promise<string> {
    const answer = await api.rest((octokit, repo) => octokit.rest.git.getBlob({ ...repo, file_sha: oid }));
    if (!answer.ok) throw unavailable(answer.fault, `read a file of ${branch}`);
    return Buffer.from(answer.data.content, 'base64').toString('utf8');
  }

  async function read(commit: string, path: string): Promise<string | null> {
    use(path);
    return (here(commit, path) ?? (await ask(commit, path))).text;
  }

  return {
    read,
    async holds(commit, path, text) {
      use(path);
      let oid = known.get(commit, path);
      if (oid === undefined) oid = (await ask(commit, path)).oid;
      if (oid === null || text === null) return oid === null && text === null;
      if (oid === blobOid(text, oid.length)) return true;
      // A file that is no valid UTF-8 reads as a text whose own id differs; only the texts themselves can be compared then.
      return (await read(commit, path)) === text;
    },
    async list(commit, folder) {
      const files = await folders.list(commit, folder);
      for (const { path, oid } of files) known.learn(commit, path, oid);
      const paths = files.map(({ path }) => path).sort();
      listing = { commit, paths, places: new Map(paths.map((path, place) => [path, place])) };
      return paths;
    },
    wrote(parent, commit, writes) {
      const oids = new Map<string, string | null>();
      for (const [path, text] of writes) {
        const oid = text === null ? null : blobOid(text, commit.length);
        oids.set(path, oid);
        if (text !== null && oid !== null) texts.set(oid, text, text.length + 100);
      }
      known.grow(parent, commit, oids);
    },
    expect(paths) {
      const named = [...paths];
      for (const path of named) expected.set(path, (expected.get(path) ?? 0) + 1);
      return () => {
        for (const path of named) {
          const count = (expected.get(path) ?? 1) - 1;
          if (count > 0) expected.set(path, count);
          else expected.delete(path);
        }
      };
    },
  };
}
