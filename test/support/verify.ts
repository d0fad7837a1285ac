import { run } from './runner.ts';

/** Everything that needs neither a database nor a browser. */
process.exit(await run(['house', 'unit'], process.argv.slice(2)));
