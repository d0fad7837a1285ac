import { readFileSync } from 'node:fs';
import { StartFailure } from '../postgres/failure.ts';

/** What HL7 v2 over TLS is opened with, from the files that the environment names; nothing where it names none. */
export function mllpTls(env: NodeJS.ProcessEnv): { mllpTls?: { cert: string; key: string; ca?: string } } {
  const { THROUGHLINE_MLLP_CERT: cert, THROUGHLINE_MLLP_KEY: key, THROUGHLINE_MLLP_CA: ca } = env;
  if (!cert && !key && !ca) return {};
  if (!cert || !key) {
    throw new StartFailure('bad_arguments', 'THROUGHLINE_MLLP_CERT and THROUGHLINE_MLLP_KEY belong together.');
  }
  return { mllpTls: { cert: read(cert), key: read(key), ...(ca ? { ca: read(ca) } : {}) } };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartFailure('bad_arguments', `The file ${path} for HL7 v2 over TLS cannot be read.`, error);
  }
}
