import type { Account } from './account.ts';

export interface Ended {
  code: number | null;
  output: string;
}

/** Runs one of PostgreSQL's programs to its end, `input` on its standard input; the output is both streams together. */
export function runToEnd(account: Account, program: string, args: string[], cwd: string, input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = account.spawn(program, args, { cwd, env: { LC_ALL: 'C' }, stdio: 'pipe' });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin?.on('error', () => {}).end(input);
  });
}
