import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isAt, type Place, placesOf, versionOf } from './hl7.ts';
import { isMasked } from './masked.ts';
import { Rows } from './rows.tsx';
import { Value } from './value.tsx';
import classes from './viewer.module.css';

interface Hl7ViewProps {
  tree: Parameters<typeof placesOf>[0];
  label: string;
  mark?: { path: string; sentence: string } | undefined;
}

/** An HL7 v2 message place by place, with the names of the standard; those come as a chunk of their own. */
export function Hl7View({ tree, label, mark }: Hl7ViewProps) {
  const places = useMemo(() => placesOf(tree), [tree]);
  const version = useMemo(() => versionOf(tree), [tree]);
  const names = useQuery({
    queryKey: ['hl7-names'],
    queryFn: () => import('@throughline/formats/names'),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const nameOf = ({ segment, field, component, subcomponent }: Place): string => {
    if (names === undefined) return '';
    const atField = names.hl7Names(version, segment, field);
    const parts = [atField?.name];
    const inner = names.hl7Names(version, segment, field, component);
    if (inner !== undefined && (component > 1 || subcomponent !== null)) parts.push(inner.name);
    return parts.filter((part) => part !== undefined).join(' · ');
  };
  const marked = mark === undefined ? undefined : places.findIndex(({ place }) => isAt(place, mark.path));
  return (
    <Rows
      label={label}
      count={places.length}
      height={26}
      show={marked}
      row={(index) => {
        const place = places[index]!;
        const segment = place.isFirst ? names?.hl7Names(version, place.segment)?.name : undefined;
        return (
          <div
            className={classes.place}
            data-first={place.isFirst || undefined}
            data-marked={index === marked || undefined}
            title={segment}
          >
            <span className={classes.segment}>{place.isFirst ? place.segment : ''}</span>
            <span className={classes.at}>{place.place}</span>
            <span className={classes.placeName}>{nameOf(place)}</span>
            <span className={classes.placeValue}>
              {isMasked(place.value) ? <Value value={place.value} /> : String(place.value)}
              {index === marked && <span className={classes.fault}>{mark?.sentence}</span>}
            </span>
          </div>
        );
      }}
    />
  );
}
