import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Hl7Tree, hl7Version, isHl7, spotOf } from '../message/hl7.ts';
import type { Path } from '../take.ts';

const NONE = () => '';

/** What the standard calls the places of an HL7 message; its names come as a chunk of their own. */
export function useHl7Names(message: unknown): (path: Path) => string {
  const names = useQuery({
    queryKey: ['hl7-names'],
    queryFn: () => import('@throughline/formats/names'),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isHl7(message),
  }).data;
  return useMemo((): ((path: Path) => string) => {
    if (names === undefined || !isHl7(message)) return NONE;
    const version = hl7Version(message);
    return (path) => {
      const spot = spotOf(path, message);
      if (spot === null) return '';
      const { segment, field, component, subcomponent } = spot;
      return (
        names.hl7Names(version, segment, field, isField(path, message) ? undefined : component, subcomponent)?.name ??
        ''
      );
    };
  }, [names, message]);
}

/** A field that has one component only is called as the field. */
function isField(path: Path, { segments }: Hl7Tree): boolean {
  const repetitions = segments[path[1] as number]?.[path[2] as string] as object[] | undefined;
  return path.length === 5 && Object.keys(repetitions?.[path[3] as number] ?? {}).join() === 'c1';
}
