import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(
    `Throughline runs on the Node 24 that its install brings, and this is Node ${process.versions.node}: ` +
      'start it through "npx -y pnpm@12 start" (or any other script of package.json) in this folder.',
  );
  process.exit(1);
}

// What was compiled once is there at once the next time: half of what a command takes.
module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));
