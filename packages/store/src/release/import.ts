import { createHash } from 'node:crypto';
import { canonical, type FlowDocument, type Plan, parseDocument } from '@throughline/flow';
import { audited } from '../audit/audited.ts';
import { canonicalJson } from '../audit/canonical.ts';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import { type Publishing, publishFlow } from '../flow/publish.ts';
import type { Principal } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';
import { contentText, type ReleaseContent, type ReleasedFlow } from './content.ts';

/** A release as a file of another server, or of a repository. */
export interface ReleaseFile {
  id: string;
  title: string;
  note: string;
  content: ReleaseContent;
}

export interface ImportedRelease {
  /** Of this server: another one where a flow's version has another number here. */
  id: string;
  number: number;
  made: boolean;
}

const SCHEMA = 1;

/**
 * Takes a release from a file: its documents are published here where they are not yet, and checked like all others. Nothing runs it until
 * it is promoted. Throws StoreError `release_altered`, `release_newer`, `release_tables`, `release_contracts`, `release_unfit`.
 */
export function importRelease(
  store: Store,
  principal: Principal,
  file: ReleaseFile,
  publishing: Publishing,
): Promise<ImportedRelease> {
  return audited<ImportedRelease>(store, principal, 'release.import', async (tx) => {
    refuseForeign(file, publishing);
    await refuseTables(tx, file.content);
    const author = principal.name;
    for (const { document } of file.content.called) await versionOf(tx, { document, version: 0 }, author, publishing);
    const flows: ReleasedFlow[] = [];
    for (const given of file.content.flows) {
      const { version, plan, text } = await versionOf(tx, given, author, publishing);
      const own = JSON.parse(text) as FlowDocument;
      flows.push({ id: own.id, name: own.name, version, document: own, program: plan.program.id });
    }
    const text = contentText({ ...file.content, flows });
    const id = createHash('sha256').update(text).digest('hex');
    const [known] = await tx.sql<{ number: number }[]>`select number from release where id = ${id}`;
    if (known !== undefined) return { result: { id, number: known.number, made: false }, object: null };
    const [row] = await tx.sql<{ number: number }[]>`
      insert into release (id, title, note, origin, content, made_by)
      values (${id}, ${file.title}, ${file.note}, 'a file', ${text}, ${author}) returning number`;
    await announce(tx, 'releases', id);
    const summary = `Took release ${row!.number} “${file.title}” from a file.`;
    return { result: { id, number: row!.number, made: true }, object: `release:${id}`, summary, after: id };
  });
}

function refuseForeign({ id, content }: ReleaseFile, { contracts }: Publishing): void {
  if (content.schema !== SCHEMA) {
    throw new StoreError('release_newer', 'This release was written by a newer Throughline; update this server first.');
  }
  if (createHash('sha256').update(contentText(content)).digest('hex') !== id) {
    throw new StoreError('release_altered', 'The content of this file is not what its id says: it was altered.');
  }
  const other = content.contracts.find((one) => canonicalJson(one.schema) !== canonicalJson(contracts(one.id) ?? null));
  if (other !== undefined) {
    throw new StoreError('release_contracts', `The contract ${other.id} is another one on this server.`);
  }
}

async function refuseTables({ sql }: Tx, { tables }: ReleaseContent): Promise<void> {
  const wanted = tables.flatMap(({ version }) => version ?? []);
  const known = await sql<{ id: string }[]>`select id from reference_version where id = any (${wanted})`;
  const lacking = wanted.filter((version) => !known.some(({ id }) => id === version));
  if (lacking.length > 0) {
    throw new StoreError(
      'release_tables',
      `These tables are not here with the same rows: ${lacking.join(', ')}; push them first.`,
    );
  }
}

/** The version here that has this document, the one of the same number first; published now where none has. */
async function versionOf(
  tx: Tx,
  given: { document: FlowDocument; version: number },
  author: string,
  publishing: Publishing,
) {
  const { document, problems: unread } = parseDocument(given.document, publishing.catalogue);
  if (document === null) throw unfit(given.document.id, unread[0]?.sentence);
  const text = canonical(document);
  const find = async () => {
    const [row] = await tx.sql<{ version: number; plan: string }[]>`
      select version, plan from flow_version where flow_id = ${document.id} and document = ${text}
      order by version <> ${given.version}, version desc limit 1`;
    return row === undefined ? null : { version: row.version, plan: JSON.parse(row.plan) as Plan, text };
  };
  const known = await find();
  if (known !== null) return known;
  const { version, problems } = await publishFlow(tx, { document, note: 'from a release file', author }, publishing);
  if (version === null) throw unfit(document.id, problems.find(({ severity }) => severity === 'error')?.sentence);
  return (await find())!;
}

function unfit(flow: string, sentence: string | undefined): StoreError {
  return new StoreError(
    'release_unfit',
    `The flow ${flow} cannot be published here: ${sentence ?? 'it does not fit.'}`,
  );
}
