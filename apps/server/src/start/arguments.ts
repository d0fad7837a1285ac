import { parseArgs } from 'node:util';
import { StartFailure } from '../postgres/failure.ts';
import type { Role } from '../serve.ts';

export interface Arguments {
  host: string;
  port: number;
  mllpPort: number;
  mllpEnvironment: string;
  roles: Role[];
  dataFolder: string;
  /** As given; THROUGHLINE_PUBLIC_URL stands in for it. */
  publicUrl: string | undefined;
  demo: boolean;
  help: boolean;
}

export const usage = `Usage: npx -y pnpm@12 start [options]

  --port 8080                   web app, API and intake
  --mllp-port 2575              HL7 v2 over MLLP
  --mllp-environment dev        the environment whose flows listen there; a process for each
  --host 127.0.0.1              address to listen on
  --public-url https://…        the address that browsers see, behind a proxy that speaks TLS
  --roles api,intake,worker     any of the three, separated by commas
  --data ./.throughline         where this machine's data lives
  --no-demo                     without the demo hospital and its partner systems
  --quiet                       only the address and what went wrong

  DATABASE_URL                  use this PostgreSQL (15 or newer) in place of the embedded one
  THROUGHLINE_MASTER_KEY        64 hexadecimal digits that wrap the stored messages' keys (else made and kept in the data folder)
  THROUGHLINE_MLLP_CERT, THROUGHLINE_MLLP_KEY   PEM files: HL7 v2 over TLS
  THROUGHLINE_MLLP_CA           PEM file: only senders with a certificate of this authority
  THROUGHLINE_PUBLIC_URL        the same as --public-url
  THROUGHLINE_ADMIN_PASSWORD    password of the first admin (else one is made for this machine)
`;

const ROLES: readonly Role[] = ['api', 'intake', 'worker'];

/** Reads the command line. Throws StartFailure `bad_arguments` naming the option. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values } = parse(argv.filter((word, i) => i > 0 || word !== '--'));
  return {
    host: values.host,
    port: readPort('--port', values.port),
    mllpPort: readPort('--mllp-port', values['mllp-port']),
    mllpEnvironment: values['mllp-environment'],
    roles: readRoles(values.roles),
    dataFolder: values.data,
    publicUrl: values['public-url'],
    demo: values.demo,
    help: values.help,
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowNegative: true,
      options: {
        port: { type: 'string', default: '8080' },
        'mllp-port': { type: 'string', default: '2575' },
        'mllp-environment': { type: 'string', default: 'dev' },
        host: { type: 'string', default: '127.0.0.1' },
        'public-url': { type: 'string' },
        roles: { type: 'string', default: ROLES.join(',') },
        data: { type: 'string', default: '.throughline' },
        demo: { type: 'boolean', default: true },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new StartFailure('bad_arguments', `${reason}; --help lists the options.`, error);
  }
}

function readPort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new StartFailure('bad_arguments', `${option} takes a port from 1 to 65535, not "${text}".`);
}

function readRoles(text: string): Role[] {
  const named = text.split(',').map((word) => word.trim());
  const unknown = named.find((word) => !ROLES.includes(word as Role));
  if (unknown !== undefined) {
    throw new StartFailure(
      'bad_arguments',
      `--roles takes any of ${ROLES.join(', ')}, separated by commas, not "${unknown}".`,
    );
  }
  return ROLES.filter((role) => named.includes(role));
}
