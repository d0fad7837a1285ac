import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Hospital, openHospital } from '../support/hospital.ts';
import { pipelineToken } from '../support/token.ts';

/* The pipelines that the command line's README shows, their lines run as they stand, in a git repository like a hospital's. */
const README = readFileSync(new URL('../../apps/cli/README.md', import.meta.url), 'utf8');
const house = fileURLToPath(new URL('../..', import.meta.url));
const [FIRST, SECOND] = ['c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00', 'decade00decade00decade00decade00decade00'];
const SECRET = 'ZZCANARY-never-in-git';
const base = mkdtempSync(join(tmpdir(), 'throughline-pipeline-'));
const folder = join(base, 'repository');
const lookup = join(folder, 'flows', 'item-lookup', 'flow.json');
let hospital: Hospital;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  hospital = await openHospital();
  mkdirSync(folder);
  const isBench = (path: string) => path.includes('usage-benchmark');
  cpSync(join(house, 'flows'), join(folder, 'flows'), { recursive: true, filter: (path) => !isBench(path) });
  const [wanted] = README.match(/(?<=```json\n).*?(?=```)/s) ?? [];
  writeFileSync(join(folder, 'hospital.json'), wanted!);
  writeFileSync(join(folder, '.gitignore'), 'throughline\nrelease.json\n');
  symlinkSync(house, join(folder, 'throughline'));
  writeShim(join(base, 'bin'));
  const token = await pipelineToken(hospital.url);
  env = {
    PATH: [join(base, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    ...{ HOME: folder, THROUGHLINE_URL: hospital.url, THROUGHLINE_TOKEN: token },
  };
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.email', 'ci@hospital.test');
  git('config', 'user.name', 'CI');
  commit('as shipped');
  const kept = await fetch(`${hospital.url}/api/v1/secrets/scanner`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ environment: 'dev', value: SECRET }),
  });
  expect(kept.status).toBe(200);
  // The demo keeps it for measurements; this hospital's repository has none of it.
  const gone = await fetch(`${hospital.url}/api/v1/flows/usage-benchmark`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${hospital.token}` },
  });
  expect(gone.status).toBeLessThan(300);
}, 120_000);
afterAll(async () => {
  await hospital?.close();
  rmSync(base, { recursive: true, force: true });
});

/** `npx -y pnpm@12 --dir throughline throughline …` without asking a registry: the script, begun as pnpm begins it. */
function writeShim(bin: string): void {
  const { scripts } = JSON.parse(readFileSync(join(house, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const lines = [
    '#!/bin/bash',
    '[ "$1 $2 $3 $4 $5" = "-y pnpm@12 --dir throughline throughline" ] || exit 99',
    'shift 5',
    'export INIT_CWD="$PWD" npm_lifecycle_event=throughline',
    `cd throughline && ${scripts['throughline']} "$@"`,
  ];
  mkdirSync(bin);
  writeFileSync(join(bin, 'npx'), lines.join('\n'), { mode: 0o755 });
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });

function commit(note: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', note);
}

/** A line of a pipeline in its shell; the server runs on in this process. Rejects where it ends with another code than this. */
function run(line: string, sha = FIRST, wanted = 0): Promise<string> {
  const options = { cwd: folder, env: { ...env, GITHUB_SHA: sha, CI_COMMIT_SHA: sha } };
  return new Promise((resolve, reject) => {
    const child = execFile('bash', ['-e', '-o', 'pipefail', '-c', line], options, (_, out, err) => {
      if (child.exitCode === wanted) resolve(out);
      else reject(new Error(`${line} ended with ${child.exitCode}: ${out}${err}`));
    });
  });
}

const throughline = (args: string) => run(`npx -y pnpm@12 --dir throughline throughline ${args}`);

/** The same, for a command that is to find something. */
const finds = (args: string) => run(`npx -y pnpm@12 --dir throughline throughline ${args}`, FIRST, 1);

interface Job {
  steps?: { run?: string }[];
  script?: string[];
}

/** The lines of a job of one of the two examples. */
function linesOf(file: string, job: string): string[] {
  const text = [...README.matchAll(/```yaml\n# (\S+)[^\n]*\n(.*?)```/gs)].find(([, name]) => name === file)![2]!;
  const { jobs, ...rest } = parse(text) as Record<string, Job> & { jobs?: Record<string, Job> };
  const { steps = [], script = [] } = (jobs ?? rest)[job]!;
  return [...steps.flatMap((step) => step.run ?? []), ...script];
}

/** Which release is live in test. */
async function inTest(): Promise<string | undefined> {
  const { body } = await hospital.api('/releases/matrix');
  const environments = body['environments'] as { name: string; live: { title: string } | null }[];
  return environments.find(({ name }) => name === 'test')?.live?.title;
}

/** Every file below a folder of the repository, with its bytes. */
function bytes(below: string): Map<string, string> {
  const files = readdirSync(join(folder, below), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'latin1')]),
  );
}

describe('a pipeline', { timeout: 180_000 }, () => {
  it('of GitHub brings what was committed into dev and test', async () => {
    const lines = linesOf('.github/workflows/flows.yml', 'flows');
    expect(lines.length).toBeGreaterThan(4);
    expect(await finds('apply hospital.json --plan')).toContain('+ environment staging');
    for (const line of lines) await run(line);
    expect(await throughline('apply hospital.json --plan')).toContain('Nothing differs.');
    expect(await inTest()).toBe(FIRST);
    // What was committed is there already: no version, no release comes of it again.
    for (const line of lines.slice(0, -1)) expect(await run(line, SECOND)).not.toMatch(/^(published|live|pushed)/m);
    expect(JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8'))).toMatchObject({ number: 1, made: false });
  });

  it('leaves the repository as it was: what is pulled is what was pushed, byte for byte', async () => {
    await throughline('pull --with tables');
    expect(git('status', '--porcelain')).toBe('');
    await throughline('pull --with tables contracts releases');
    const added = git('status', '--porcelain', '--untracked-files=all').trim().split('\n');
    expect(added.every((line) => /^\?\? flows\/(contracts|releases)\/[^/]+\.json$/.test(line))).toBe(true);
    commit('contracts and releases as they are there');
    const before = bytes('flows');
    expect(await throughline('diff --with tables contracts releases')).toContain('Nothing differs.');
    await throughline('push --with tables releases');
    const ours = [...before.keys()].filter((path) =>
      /\/flow\.json$|\/(tables|contracts|releases)\/.*\.(csv|json)$/.test(path),
    );
    const anew = async () => {
      for (const path of ours) rmSync(path);
      await throughline('pull --with tables contracts releases');
    };
    await anew();
    // Only what a table is stands otherwise now, in the layout of a pull; the next one is the same to the byte.
    const changed = [...bytes('flows')].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
    expect(changed.filter((path) => !/\/tables\/[^/]+\.json$/.test(path))).toEqual([]);
    expect(bytes('flows').size).toBe(before.size);
    commit('as they are pulled');
    await anew();
    expect(git('status', '--porcelain')).toBe('');
    expect([...before.values()].filter((text) => text.includes(SECRET))).toEqual([]);
  });

  it('of GitLab brings a change, and takes it back by hand', async () => {
    writeFileSync(lookup, readFileSync(lookup, 'utf8').replace('"name": "Item lookup"', '"name": "Item look-up"'));
    expect(git('diff', '--numstat').trim()).toBe('1\t1\tflows/item-lookup/flow.json');
    commit('a better name');
    expect(await finds('diff')).toContain('flows/item-lookup/flow.json: other than version');
    for (const line of linesOf('.gitlab-ci.yml', 'flows')) await run(line, SECOND);
    expect(await throughline('diff')).toContain('Nothing differs.');
    expect(await inTest()).toBe(SECOND);
    for (const line of linesOf('.gitlab-ci.yml', 'back')) await run(line, SECOND);
    expect(await inTest()).toBe(FIRST);
    await throughline('pull');
    expect(git('status', '--porcelain')).toBe('');
    const second = (JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')) as { number: number }).number;
    await throughline(`rollback --environment test --to ${second} --reason "it was right"`);
    expect(await inTest()).toBe(SECOND);
  });

  it('finds a flow that only the files have', async () => {
    const fresh = join(folder, 'flows', 'fresh');
    mkdirSync(fresh);
    writeFileSync(
      join(fresh, 'flow.json'),
      readFileSync(lookup, 'utf8').replace('"id": "item-lookup"', '"id": "fresh"'),
    );
    expect(await finds('diff')).toContain('flows/fresh/flow.json: not on the server');
    rmSync(fresh, { recursive: true });
  });
});
