import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../complaint.ts';
import { answerTo } from '../remote/client.ts';
import { type Client, isSame, pretty, type Thing } from './kind.ts';

/** Contracts as `contracts/<id>.json`. They come with the server's version, so that files show a change and push cannot make one. */
export async function contractThings(api: Client, flows: string): Promise<Thing[]> {
  const folder = join(flows, 'contracts');
  const { contracts } = await answerTo(api.contracts.$get());
  const here = (await readdir(folder).catch(() => [] as string[])).filter((file) => file.endsWith('.json'));
  const names = new Set([...contracts.map(({ id }) => `${id}.json`), ...here]);
  const things: Thing[] = [];
  for (const file of [...names].sort()) {
    const path = join(folder, file);
    const remote = contracts.find(({ id }) => `${id}.json` === file);
    const text = await readFile(path, 'utf8').catch(() => null);
    const differences =
      remote === undefined
        ? ['not on the server, whose version brings its contracts']
        : text === null
          ? ['not in the files']
          : isSame(parseJson(path, text), remote.schema)
            ? []
            : ['another schema than the server’s'];
    const pull = async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(path, pretty(remote?.schema));
    };
    things.push({ path, differences, pull: remote === undefined ? null : pull, push: null });
  }
  return things;
}
