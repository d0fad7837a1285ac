import { queryOptions, useQuery } from '@tanstack/react-query';
import { catalogue, connectionTypes } from '@throughline/nodes/definitions';
import { api, ask } from '../../../api.ts';
import { useDocument } from '../../store/document.ts';
import { useTitleOf, useTrialEnvironment } from '../../try/use-trial.ts';

export type Known = 'tables' | 'connections' | 'secrets' | 'flows';

interface Name {
  name: string;
  about: string;
  /** Of a connection: its type. */
  kind?: string;
  /** How it stands, beside the field once it is chosen. */
  says: string;
}

interface Names {
  /** Null while it is not known what there is. */
  names: Name[] | null;
  placeholder: string;
  /** What to say about a name that is not there. */
  missing: (name: string) => string;
  /** Where they are looked for; null while that is not known. */
  environment: string | null;
}

const WORDS: Record<Known, { placeholder: string; setting: string; missing: (name: string, where: string) => string }> =
  {
    tables: {
      placeholder: 'Name of a reference table',
      setting: 'table',
      missing: (name, where) => `There is no reference table ${name} in ${where}.`,
    },
    connections: {
      placeholder: 'Name of a connection',
      setting: 'connection',
      missing: (name, where) => `The connection ${name} is not set up in ${where} yet.`,
    },
    secrets: {
      placeholder: 'Name of a secret',
      setting: 'secret',
      missing: (name, where) => `The secret ${name} is not set in ${where} yet.`,
    },
    flows: { placeholder: 'Id of a flow', setting: 'flow', missing: (name) => `There is no flow ${name}.` },
  };

const namesQuery = (of: Known, environment: string) =>
  queryOptions({ queryKey: ['known', of, environment], queryFn: () => namesOf(of, environment), staleTime: 30_000 });

async function namesOf(of: Known, environment: string): Promise<Name[]> {
  const query = { environment };
  switch (of) {
    case 'tables': {
      const { tables } = await ask(api.tables.$get({ query }));
      return tables.map(({ name, title, bound }) => {
        const about = `${title}, ${bound?.rows ?? 0} rows`;
        return { name, about, says: about };
      });
    }
    case 'connections': {
      const { connections } = await ask(api.connections.$get({ query }));
      return connections.map(({ name, type }) => {
        return { name, kind: type, about: kindText(type), says: `${kindText(type)} connection.` };
      });
    }
    case 'secrets': {
      const { secrets } = await ask(api.secrets.$get({ query }));
      return secrets.map(({ name, changedBy }) => ({
        name,
        about: `Set by ${changedBy}`,
        says: `Set by ${changedBy}.`,
      }));
    }
    case 'flows': {
      const { flows } = await ask(api.flows.$get({ query }));
      return flows.map(({ id, name }) => ({ name: id, about: name, says: name }));
    }
  }
}

const kindText = (type: string) => connectionTypes.get(type)?.name ?? type;

/**
 * What there is to refer to in the environment that trials use; without the right to see it, what this flow names already. `kind`: only
 * connections of this type.
 */
export function useKnown(of: Known, kind?: string): Names {
  const environment = useTrialEnvironment();
  const { data } = useQuery({ ...namesQuery(of, environment ?? ''), enabled: environment !== null, retry: false });
  const title = useTitleOf(environment);
  const nodes = useDocument((state) => state.document?.nodes) ?? [];
  const { placeholder, setting, missing } = WORDS[of];
  const alike = nodes.filter(({ type }) => kind === undefined || catalogue.get(type)?.connectionType === kind);
  const used = alike.flatMap(({ config }) => namesIn(config, setting));
  const fallback = [...new Set(used)].map((name): Name => ({ name, about: 'Used in this flow', says: '' }));
  const names = data?.filter((one) => kind === undefined || one.kind === kind) ?? fallback;
  const saysMissing = (name: string) => {
    const other = data?.find((one) => one.name === name);
    if (other?.kind === undefined || kind === undefined) return missing(name, title);
    return `The connection ${name} of ${title} is ${kindText(other.kind)}; this node needs ${kindText(kind)}.`;
  };
  return { names, placeholder, environment, missing: saysMissing };
}

function namesIn(value: unknown, setting: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === setting && typeof inner === 'string' && inner !== '' ? [inner] : namesIn(inner, setting),
  );
}

const columnsQuery = (table: string, environment: string) =>
  queryOptions({
    queryKey: ['known', 'columns', table, environment],
    queryFn: async () => {
      const { definition } = await ask(api.tables[':table'].rows.$get({ param: { table }, query: { environment } }));
      return definition;
    },
    staleTime: 60_000,
    retry: false,
  });

/** Columns of a reference table, and which of them are its key; null while they are not known. */
export function useColumns(table: string): { names: string[]; key: readonly string[] } | null {
  const environment = useTrialEnvironment();
  const { data } = useQuery({
    ...columnsQuery(table, environment ?? ''),
    enabled: environment !== null && table !== '',
  });
  return data === undefined ? null : { names: data.columns.map(({ name }) => name), key: data.key };
}
