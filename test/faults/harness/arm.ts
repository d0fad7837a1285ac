import { armFailpoints } from '@throughline/store';

/*
 * Arms a failpoint from FAILPOINT=<name>:<nth>:<kill|stop|error|delay>, only where NODE_ENV=test; preloaded before a server.
 * The nth passing, and with `error` or `delay` every one after it, acts.
 */
const DELAY_MS = 500;
const spec = process.env['NODE_ENV'] === 'test' ? process.env['FAILPOINT'] : undefined;

if (spec !== undefined) {
  const [wanted, nth, act] = spec.split(':');
  let left = Number(nth);
  armFailpoints((name) => {
    if (name !== wanted || --left > 0) return;
    if (act === 'kill') process.kill(process.pid, 'SIGKILL');
    else if (act === 'stop' && left === 0) process.kill(process.pid, 'SIGSTOP');
    else if (act === 'error') throw new Error(`failpoint ${name}`);
    else if (act === 'delay') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, DELAY_MS);
  });
}
