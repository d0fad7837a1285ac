import { createServer } from 'node:net';
import { errnoOf, StartFailure } from '../postgres/failure.ts';

/** Refuses a port that cannot be opened before anything else is started. Throws StartFailure naming the option to change. */
export function refuseTakenPort(option: '--port' | '--mllp-port', host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portFailure(option, host, port, error)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function portFailure(option: string, host: string, port: number, error: Error): unknown {
  switch (errnoOf(error)) {
    case 'EADDRINUSE':
      return new StartFailure(
        'port_taken',
        `Port ${port} on ${host} is taken by another program; stop it, or choose another with ${option} ${port + 1}.`,
        error,
      );
    case 'EACCES':
      return new StartFailure(
        'port_forbidden',
        `This user may not open port ${port}; choose one above 1023 with ${option}.`,
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartFailure(
        'host_unknown',
        `${host} is no address of this machine; choose another with --host.`,
        error,
      );
    default:
      return error;
  }
}
