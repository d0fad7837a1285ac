/** A server of the system under test: the stage's own, with a failpoint where one is wanted. */
import './arm.ts';

await import('../../support/server.ts');
