interface TrustedTypes {
  createPolicy(name: string, rules: Record<'createHTML' | 'createScriptURL', (text: string) => string>): unknown;
}

/**
 * The page's policy turns every string away from the sinks that parse HTML. Mantine writes its style sheets through such a sink;
 * a text without `<` can open no element, so those, and nothing else, pass. A worker's address must be one of this server.
 */
export function allowPlainText(): void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('markup is not written into this page');
      return text;
    },
    createScriptURL: (url) => {
      if (new URL(url, window.location.href).origin === window.location.origin) return url;
      throw new TypeError('scripts come from this server only');
    },
  });
}
