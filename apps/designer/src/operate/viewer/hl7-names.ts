import { useQuery } from '@tanstack/react-query';
import type { Place } from './hl7.ts';

type Names = typeof import('@throughline/formats/names');

/** The names of the standard: a chunk of their own, fetched when an HL7 message is first looked at. */
export function useHl7Names(isWanted = true): Names | undefined {
  return useQuery({
    queryKey: ['hl7-names'],
    queryFn: () => import('@throughline/formats/names'),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isWanted,
  }).data;
}

/** `Patient Name · Given Name`; empty where the standard has none, or the names are not there yet. */
export function nameOfPlace(names: Names | undefined, version: string, at: Place): string {
  if (names === undefined) return '';
  const { segment, field, component, subcomponent } = at;
  const parts = [names.hl7Names(version, segment, field)?.name];
  const inner = names.hl7Names(version, segment, field, component);
  if (inner !== undefined && (component > 1 || subcomponent !== null)) parts.push(inner.name);
  return parts.filter((part) => part !== undefined).join(' · ');
}
