import { type Node, parseSync, Visitor } from 'oxc-parser';

export interface Import {
  specifier: string;
  line: number;
  /** Erased at run time: `import type`, or every name marked `type`. */
  isType: boolean;
  /** Values by the names the other file gives them, types left out; `*` for the whole module, none for its effects only. */
  names: string[];
}

export interface Named {
  name: string;
  line: number;
}

/** What the rules need to know of one file. */
export interface Source {
  path: string;
  lines: number;
  imports: Import[];
  /** Names this file gives to its own things, not names it meets in others'. */
  declared: Named[];
  comments: { text: string; line: number }[];
  defaultExports: number[];
  starExports: number[];
  envReads: number[];
}

/** Reads one TypeScript or JavaScript file. Throws on a file that does not parse. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  if (parsed.errors[0]) throw new Error(`${path}: ${parsed.errors[0].message}`);
  const lineAt = lineFinder(text);
  const source: Source = {
    path,
    lines: text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [],
    declared: [],
    comments: parsed.comments.map(({ value, start }) => ({ text: value, line: lineAt(start) })),
    defaultExports: [],
    starExports: [],
    envReads: [],
  };
  const bring = (at: Node, specifier: string, isType: boolean, names: string[]) =>
    source.imports.push({ specifier, line: lineAt(at.start), isType, names });
  const declare = (pattern: Node | null | undefined) => {
    for (const { name, start } of namesIn(pattern)) source.declared.push({ name, line: lineAt(start) });
  };

  /** `process.env.TZ = …` sets what children and the clock see; it reads no configuration. */
  const written = new Set<number>();

  new Visitor({
    ImportDeclaration(node) {
      const isType = node.importKind === 'type' || (node.specifiers.length > 0 && node.specifiers.every(isTypeName));
      const values = node.specifiers.filter((specifier) => !isType && !isTypeName(specifier));
      bring(node, node.source.value, isType, node.specifiers.length === 0 ? ['*'] : values.map(importedName));
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier' || specifier.local.name !== importedName(specifier))
          declare(specifier.local);
      }
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      const isType = node.exportKind === 'type' || (node.specifiers.length > 0 && node.specifiers.every(isTypeName));
      const values = node.specifiers.filter((specifier) => !isType && !isTypeName(specifier));
      bring(
        node,
        node.source.value,
        isType,
        values.map((specifier) => textOf(specifier.local)),
      );
    },
    ExportAllDeclaration(node) {
      bring(node, node.source.value, node.exportKind === 'type', ['*']);
      source.starExports.push(lineAt(node.start));
    },
    ExportDefaultDeclaration: (node) => {
      source.defaultExports.push(lineAt(node.start));
    },
    ExportSpecifier(node) {
      if (textOf(node.exported) === 'default') source.defaultExports.push(lineAt(node.start));
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal') bring(node, String(node.source.value), false, ['*']);
    },
    TSImportType(node) {
      bring(node, node.source.value, true, ['*']);
    },
    AssignmentExpression(node) {
      if (node.left.type === 'MemberExpression') written.add(node.left.object.start);
    },
    MemberExpression(node) {
      const isProcess = node.object.type === 'Identifier' && node.object.name === 'process';
      const name = node.property.type === 'Literal' ? node.property.value : textOf(node.property);
      if (isProcess && name === 'env' && !written.has(node.start)) source.envReads.push(lineAt(node.start));
    },
    VariableDeclarator: (node) => declare(node.id),
    FunctionDeclaration: (node) => [node.id, ...node.params].forEach(declare),
    FunctionExpression: (node) => [node.id, ...node.params].forEach(declare),
    ArrowFunctionExpression: (node) => node.params.forEach(declare),
    ClassDeclaration: (node) => declare(node.id),
    PropertyDefinition: (node) => declare(node.key),
    MethodDefinition: (node) => declare(node.key),
    TSInterfaceDeclaration: (node) => declare(node.id),
    TSTypeAliasDeclaration: (node) => declare(node.id),
    TSPropertySignature: (node) => declare(node.key),
    TSMethodSignature: (node) => declare(node.key),
  }).visit(parsed.program);
  for (const { specifier, names, line } of source.imports) {
    if (/^(node:)?process$/.test(specifier) && names.includes('env')) source.envReads.push(line);
  }
  return source;
}

function isTypeName(specifier: { type: string; importKind?: string; exportKind?: string }): boolean {
  return specifier.importKind === 'type' || specifier.exportKind === 'type';
}

function importedName(specifier: Node): string {
  if (specifier.type === 'ImportSpecifier') return textOf(specifier.imported);
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
}

function textOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : '';
}

/** The names a binding pattern introduces. A key of someone else's object is not among them. */
function namesIn(node: Node | null | undefined): { name: string; start: number }[] {
  switch (node?.type) {
    case 'Identifier':
      return [{ name: node.name, start: node.start }];
    case 'ObjectPattern':
      return node.properties.flatMap((property) => {
        if (property.type === 'RestElement') return namesIn(property.argument);
        return property.shorthand ? [] : namesIn(property.value);
      });
    case 'ArrayPattern':
      return node.elements.flatMap(namesIn);
    case 'AssignmentPattern':
      return namesIn(node.left);
    case 'RestElement':
      return namesIn(node.argument);
    default:
      return [];
  }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
