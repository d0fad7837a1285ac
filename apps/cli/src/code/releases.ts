import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../complaint.ts';
import { answerTo } from '../remote/client.ts';
import { type Client, pretty, type Thing } from './kind.ts';

interface ReleaseFile {
  id: string;
  title: string;
  note: string;
  content: unknown;
}

/** Releases as `releases/<first twelve of the id>.json`; the id is the SHA-256 of the content, so that a file vouches for itself. */
export async function releaseThings(api: Client, flows: string): Promise<Thing[]> {
  const folder = join(flows, 'releases');
  const { releases } = await answerTo(api.releases.$get());
  const here = (await readdir(folder).catch(() => [] as string[])).filter((file) => file.endsWith('.json'));
  const names = new Set([...releases.map(({ id }) => `${id.slice(0, 12)}.json`), ...here]);
  return [...names].sort().map((file): Thing => {
    const path = join(folder, file);
    const remote = releases.find(({ id }) => `${id.slice(0, 12)}.json` === file);
    const isHere = here.includes(file);
    const differences = remote === undefined ? ['not on the server'] : isHere ? [] : ['not in the files'];
    const pull = async () => {
      const { id, title, note } = remote!;
      const { content } = await answerTo(api.releases[':release'].content.$get({ param: { release: id } }));
      await mkdir(folder, { recursive: true });
      await writeFile(path, pretty({ id, title, note, content } satisfies ReleaseFile));
    };
    const push = async () => {
      const { id, title, note, content } = parseJson(path, await readFile(path, 'utf8')) as ReleaseFile;
      const taken = await answerTo(api.releases.import.$post({ json: { id, title, note, content } as never }));
      return `release ${taken.number}${taken.id === id ? '' : ` as ${taken.id.slice(0, 12)}: its flows have other version numbers here`}`;
    };
    return { path, differences, pull: remote === undefined ? null : pull, push: isHere ? push : null };
  });
}
