import { spawn } from 'node:child_process';

/** Installs a package from Debian's archive, for whoever may; what came of it, in words. */
export async function fromDebian(name: string): Promise<string> {
  if (process.getuid?.() !== 0) return 'only root may install it';
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  // RUNLEVEL: a service that comes with a package stays off.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await ended('apt-get', [...patience, 'update', '-qq'], env);
  const code = await ended('apt-get', [...patience, 'install', '-y', '-qq', '--no-install-recommends', name], env);
  return `apt-get install ${name}: ${code}`;
}

/** Runs an installer and says how it ended. */
export function ended(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  console.error(`Installing: ${program} ${args.join(' ')}`);
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => resolve(`exit code ${code}`));
  });
}
