import { StartFailure } from '../postgres/failure.ts';

/** The origin that browsers see, behind a proxy that speaks TLS. Throws StartFailure `public_url` for what is no http(s) origin. */
export function readPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  if (isOrigin) return url.origin;
  throw new StartFailure(
    'public_url',
    'THROUGHLINE_PUBLIC_URL (or --public-url) is an http or https address without a path, such as https://throughline.example.',
  );
}
