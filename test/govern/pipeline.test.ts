import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Hospital, openHospital } from '../support/hospital.ts';
import { pipelineToken } from '../support/token.ts';

/* The pipelines that the command line's README shows, run as they stand in a git repository. */
const README = readFileSync(new URL('../../apps/cli/README.md', import.meta.url), 'utf8');
const cli = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const folder = mkdtempSync(join(tmpdir(), 'throughline-pipeline-'));
let hospital: Hospital;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  hospital = await openHospital();
  cpSync(fileURLToPath(new URL('../../flows/', import.meta.url)), join(folder, 'flows'), { recursive: true });
  const wanted = { environments: { test: { title: 'Test', settings: { variables: { SITE: 'MAIN' } } } } };
  writeFileSync(join(folder, 'hospital.json'), JSON.stringify(wanted));
  env = {
    ...{ PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter), HOME: folder },
    ...{ THROUGHLINE_URL: hospital.url, THROUGHLINE_TOKEN: await pipelineToken(hospital.url), CI_COMMIT_SHA: SHA },
  };
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.email', 'ci@hospital.test');
  git('config', 'user.name', 'CI');
  commit('as shipped');
}, 120_000);
afterAll(async () => {
  await hospital.close();
  rmSync(folder, { recursive: true, force: true });
});

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env, encoding: 'utf8' });

function commit(note: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', note);
}

/** A line of a pipeline as its shell would run it; only the way to our command is this machine's. */
function run(line: string): string {
  const own = `"${process.execPath}" --no-node-snapshot --disable-warning=ExperimentalWarning "${cli}"`;
  const here = line.replaceAll('npx -y pnpm@12 throughline', own).replaceAll(/\$\{\{ *github\.sha *\}\}/g, SHA);
  // Not every machine has jq.
  const command = here.replaceAll(/\$\(jq \.(\w+) (\S+)\)/g, '$(node -p "require(\'./$2\').$1")');
  return execFileSync('bash', ['-e', '-c', command], { cwd: folder, env, encoding: 'utf8' });
}

interface Job {
  steps?: { run?: string }[];
  script?: string[];
}

function examples(): [name: string, lines: string[]][] {
  return [...README.matchAll(/```yaml\n# (\S+)[^\n]*\n(.*?)```/gs)].map(([, name, text]) => {
    const { jobs, ...rest } = parse(text!) as Record<string, unknown>;
    const { steps = [], script = [] } = ((jobs as Record<string, Job> | undefined) ?? (rest as Record<string, Job>))[
      'flows'
    ]!;
    return [name!, [...steps.flatMap((step) => step.run ?? []), ...script]];
  });
}

describe('a pipeline', { timeout: 180_000 }, () => {
  it('of GitHub and one of GitLab bring what was committed into dev and test, and find nothing to do again', () => {
    expect(examples().map(([name]) => name)).toEqual(['.github/workflows/flows.yml', '.gitlab-ci.yml']);
    const [[, github], [, gitlab]] = examples() as [[string, string[]], [string, string[]]];
    expect(github.length).toBeGreaterThan(4);
    for (const line of github) run(line);
    const { number } = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')) as { number: number };
    expect(number).toBe(1);
    for (const line of gitlab) run(line);
    // The same content is the same release, whoever asks.
    expect(JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8'))).toMatchObject({ number: 1 });
    rmSync(join(folder, 'release.json'));
  });

  it('leaves the repository as it was: what is pulled is what was pushed, byte for byte', () => {
    run('npx -y pnpm@12 throughline pull');
    expect(git('status', '--porcelain')).toBe('');
    run('npx -y pnpm@12 throughline pull --with tables contracts releases');
    const fresh = git('status', '--porcelain', '--untracked-files=all').trim().split('\n');
    expect(fresh.filter((line) => !line.startsWith('??'))).toEqual([]);
    commit('contracts and releases as they are there');
    run('npx -y pnpm@12 throughline push --with tables releases');
    run('npx -y pnpm@12 throughline pull --with tables contracts releases');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('changes, releases, and rolls back to what was live before', () => {
    const path = join(folder, 'flows', 'item-lookup', 'flow.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"name": "Item lookup"', '"name": "Item look-up"'));
    expect(git('diff', '--numstat').trim()).toBe('1\t1\tflows/item-lookup/flow.json');
    run('npx -y pnpm@12 throughline push item-lookup --note "a name" --deploy dev');
    expect(run('npx -y pnpm@12 throughline release --title "Next"')).toContain('release 2');
    run('npx -y pnpm@12 throughline promote 2 --to test --reason "a name"');
    const back = run('npx -y pnpm@12 throughline rollback --environment test --reason "the old one was better"');
    expect(back).toContain('release 1');
    git('checkout', '--quiet', '.');
    run('npx -y pnpm@12 throughline push item-lookup --deploy dev');
    expect(run('npx -y pnpm@12 throughline diff')).toContain('Nothing differs.');
  });
});
