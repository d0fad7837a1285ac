import { fault } from './harness/fault.ts';
import { orders, theatre, usage } from './harness/flows.ts';
import { strike } from './harness/postmaster.ts';
import type { Server } from './harness/servers.ts';
import type { World } from './harness/world.ts';

const SOAK_S = Number(process.env['FAULTS_SOAK_S'] ?? 120);
const RATE = 30;
/** Attempts that one fault can catch in flight: the places at two gates. */
const CAUGHT = 128;

/** m-…7 throws, a few loop. */
const CODE = `
  if (message.id.endsWith('77')) throw new Error('on purpose');
  if (message.id.endsWith('333')) for (;;);
  return message;`;

interface Cast {
  world: World;
  worker: Server;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each breaks one thing and mends it. */
const acts: ((cast: Cast) => Promise<void>)[] = [
  async function kill(cast) {
    await cast.worker.kill();
    cast.worker = await cast.world.start({ roles: ['worker'], databaseUrl: cast.world.proxiedDatabase });
  },
  async function halt({ worker }) {
    worker.child.kill('SIGSTOP');
    await pause(20_000);
    worker.child.kill('SIGCONT');
  },
  async function restart({ world }) {
    await strike(world, 'SIGINT');
  },
  async function crash({ world }) {
    await strike(world, 'SIGKILL');
  },
  async function lose({ world }) {
    await Promise.race([world.proxies.database.cutReplyTo('"g":0'), pause(5_000)]);
  },
  async function slow({ world }) {
    world.proxies.database.back = { latencyMs: 500 };
    await pause(5_000);
    world.proxies.database.back = {};
  },
  async function refuse({ world }) {
    await world.rules([{ manner: { do: 'status', status: 503 } }]);
    await pause(8_000);
    await world.rules([]);
  },
  async function hush({ world }) {
    await world.rules([{ manner: { do: 'reset' }, first: 1, until: Date.now() + 2_000 }]);
    await pause(3_000);
    await world.rules([]);
  },
];

fault(
  'F30',
  `a seeded mix of faults for ${SOAK_S} s`,
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage(CODE), theatre()] });
    const databaseUrl = world.proxiedDatabase;
    await world.start({ roles: ['intake'], databaseUrl });
    const cast: Cast = { world, worker: await world.start({ roles: ['worker'], databaseUrl }) };
    await world.start({ roles: ['worker'], databaseUrl });
    const load = world.load({ count: RATE * SOAK_S, rate: RATE });
    const between = Math.min(60_000, SOAK_S * 100);
    let count = 0;
    for (const end = Date.now() + SOAK_S * 1000; Date.now() < end; count++) {
      await pause(world.random.between(between / 2, between));
      const act = world.random.pick(acts);
      console.log(`${act.name}, ${load.accepted()} accepted, ${await world.inFlight().catch(() => '?')} in flight`);
      const ended = world.outage(30);
      await act(cast);
      ended();
    }
    await load.done;
    await world.load({ count: 100 }).done;
    await scene.survives(world, { duplicates: count * CAUGHT, quarantine: ['code_error', 'timeout'], drainS: 200 });
  },
  SOAK_S * 2 + 400,
);
