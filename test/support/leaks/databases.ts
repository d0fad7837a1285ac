import { afterAll } from 'vitest';
import { closeDatabases } from '../postgres.ts';

/** Runs after every hook of the test file: no database and no connection may outlive it. */
afterAll(closeDatabases);
