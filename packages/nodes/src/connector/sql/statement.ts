/** Text, quoted names, dollar quotes and comments, in which nothing is a parameter; a cast; a parameter. */
const PARTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_]\w*)/g;

/** A statement with `:name` for parameters as PostgreSQL takes it, and the names in the order of their numbers. */
export function readStatement(text: string): { text: string; names: string[] } {
  const names: string[] = [];
  const numbered = text.replace(PARTS, (part: string, _tag: string | undefined, name: string | undefined) => {
    if (name === undefined) return part;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text: numbered, names };
}
