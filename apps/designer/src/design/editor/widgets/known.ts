import { useDocument } from '../../store/document.ts';

export type Known = 'tables' | 'connections' | 'secrets' | 'flows';

interface Names {
  /** Null while it is not known what there is. */
  names: { name: string; about: string }[] | null;
  placeholder: string;
  missing: (name: string) => string | undefined;
}

const WORDS: Record<Known, { placeholder: string; setting: string }> = {
  tables: { placeholder: 'Name of a reference table', setting: 'table' },
  connections: { placeholder: 'Name of a connection', setting: 'connection' },
  secrets: { placeholder: 'Name of a secret', setting: 'secret' },
  flows: { placeholder: 'Id of a flow', setting: 'flow' },
};

/** What there is to refer to: what this flow names already. */
export function useKnown(of: Known): Names {
  const nodes = useDocument((state) => state.document?.nodes) ?? [];
  const { placeholder, setting } = WORDS[of];
  const used = nodes.flatMap(({ config }) => namesIn(config, setting));
  return {
    names: [...new Set(used)].map((name) => ({ name, about: 'Used in this flow' })),
    placeholder,
    missing: () => undefined,
  };
}

function namesIn(value: unknown, setting: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === setting && typeof inner === 'string' && inner !== '' ? [inner] : namesIn(inner, setting),
  );
}
