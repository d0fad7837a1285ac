const form = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** A day that may be years away; the UTC instant shows on hover. */
export function Day({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {form.format(new Date(at))}
    </time>
  );
}
