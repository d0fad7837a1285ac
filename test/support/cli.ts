import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const pathOf = (place: string) => fileURLToPath(new URL(place, import.meta.url));
const CLI = [
  ...['--no-node-snapshot', '--disable-warning=ExperimentalWarning'],
  ...['--import', pathOf('./right-node.js'), pathOf('../../apps/cli/src/main.ts')],
];

/** The command line, asking a server with a token; `out` has both of its streams. */
export function runCli(url: string, token: string, args: string[]): Promise<{ exit: number; out: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, THROUGHLINE_URL: url, THROUGHLINE_TOKEN: token };
    const child = execFile(process.execPath, [...CLI, ...args], { env }, (_, out, err) =>
      resolve({ exit: child.exitCode ?? -1, out: out + err }),
    );
  });
}
