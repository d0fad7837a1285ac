import editorWorker from 'monaco-editor/editor/editor.worker?worker&url';
import typescriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker&url';

interface Policy {
  createHTML: (text: string) => unknown;
  createScriptURL: (url: string) => unknown;
}

/** Inside a tag only: text between tags has its `<` escaped. */
const STYLE_IN_TAG = /(<[a-zA-Z][^<>]*?) style="/g;

let policy: Policy | undefined;

/**
 * Monaco writes its lines as HTML with style attributes, which the page's policy forbids. One policy, by the name the policy allows,
 * renames the attribute; `applyStyles` then sets the same styles by script, which is allowed, before anything is painted.
 */
function monacoPolicy(): Policy {
  const rules = {
    createHTML: (text: string) => text.replaceAll(STYLE_IN_TAG, '$1 data-style="'),
    createScriptURL: (url: string) => {
      if (new URL(url, window.location.href).origin !== window.location.origin)
        throw new TypeError('a worker comes from this server');
      return url;
    },
  };
  const { trustedTypes } = window as { trustedTypes?: { createPolicy: (name: string, rules: unknown) => Policy } };
  policy ??= trustedTypes?.createPolicy('monaco', rules) ?? rules;
  return policy;
}

/** Tells Monaco where its workers are and by which policy it may write; before anything of it is loaded. */
export function prepareMonaco(): void {
  Object.assign(globalThis, {
    MonacoEnvironment: {
      createTrustedTypesPolicy: monacoPolicy,
      getWorker: (_module: string, label: string) => {
        const url = label === 'javascript' || label === 'typescript' ? typescriptWorker : editorWorker;
        return new Worker(monacoPolicy().createScriptURL(url) as string, { type: 'module', name: label });
      },
    },
  });
}

/** Sets the styles that the policy renamed, on everything that appears below an element. */
export function applyStyles(root: HTMLElement): () => void {
  const apply = (element: Element) => {
    const style = element.getAttribute('data-style');
    if (style === null) return;
    (element as HTMLElement).style.cssText += style;
    element.removeAttribute('data-style');
  };
  const below = (element: Element) => {
    apply(element);
    for (const inner of element.querySelectorAll('[data-style]')) apply(inner);
  };
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) below(node);
  });
  observer.observe(root, { childList: true, subtree: true });
  below(root);
  return () => observer.disconnect();
}
