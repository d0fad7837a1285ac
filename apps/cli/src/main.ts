import { Complaint, EXIT } from './complaint.ts';
import { program } from './program.ts';

/** The one place that reads the environment. */
const { THROUGHLINE_URL, THROUGHLINE_TOKEN, INIT_CWD, npm_lifecycle_event } = process.env;
// A script of package.json begins in this house's folder; paths are meant from where the person stands.
if (npm_lifecycle_event === 'throughline' && INIT_CWD !== undefined) process.chdir(INIT_CWD);

const terminal = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  err: (text: string) => void process.stderr.write(`${text}\n`),
};
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

try {
  const fine = { is: true };
  const server = { url: THROUGHLINE_URL, token: THROUGHLINE_TOKEN };
  await program(terminal, server, (ok) => {
    fine.is = ok;
  }).parseAsync(process.argv);
  process.exitCode = fine.is ? EXIT.ok : EXIT.findings;
} catch (error) {
  if (!(error instanceof Complaint)) throw error;
  if (error.message !== '') terminal.err(error.message);
  process.exitCode = EXIT[error.exit];
}
