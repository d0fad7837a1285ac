import { useMemo } from 'react';
import { isAt, placesOf, versionOf } from './hl7.ts';
import { nameOfPlace, useHl7Names } from './hl7-names.ts';
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
  const names = useHl7Names();
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
            <span className={classes.placeName}>{nameOfPlace(names, version, place)}</span>
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
