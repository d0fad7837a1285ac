import { run } from './runner.ts';

/** Everything, on a real PostgreSQL and in a real browser. */
process.exit(await run(['house', 'unit', 'slow', 'real', 'faults', 'journey'], process.argv.slice(2)));
