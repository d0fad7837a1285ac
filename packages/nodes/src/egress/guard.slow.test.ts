import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { errorOf, LOOPBACK } from '../trial/delivery.ts';
import { listen } from '../trial/server.ts';
import { createGuard } from './guard.ts';
import { systemResolve } from './resolve.ts';
import { socketTarget } from './target.ts';

it('gives a silent TLS peer 5 s', async () => {
  const silent = await listen(createServer());
  const begun = performance.now();
  const open = createGuard(systemResolve).open(socketTarget('https:', '127.0.0.1', silent.port), LOOPBACK, {});
  expect(await errorOf(open)).toMatchObject({ code: 'connect_timeout', class: 'unavailable' });
  expect(performance.now() - begun).toBeLessThan(5_500);
  await silent.close();
}, 8_000);
