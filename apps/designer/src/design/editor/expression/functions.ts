/** A function that expressions may call, in words for people. */
export interface FunctionHelp {
  /** Without `$`. */
  name: string;
  /** Its arguments as one would read them. */
  takes: string;
  help: string;
  example: string;
  gives: string;
  group: (typeof functionGroups)[number];
}

export const functionGroups = [
  'Text',
  'Numbers',
  'Dates',
  'Lists',
  'Objects',
  'Logic',
  'Tables',
  'Exact numbers',
] as const;

type Row = [name: string, takes: string, help: string, example: string, gives: string];

const rows: Record<FunctionHelp['group'], Row[]> = {
  Text: [
    ['trim', 'text', 'Without white space at both ends, and single spaces inside.', '$trim("  a   b ")', '"a b"'],
    ['uppercase', 'text', 'In capital letters.', '$uppercase("ea")', '"EA"'],
    ['lowercase', 'text', 'In small letters.', '$lowercase("EA")', '"ea"'],
    [
      'substring',
      'text, start, length?',
      'A part, counted from 0; a negative start counts from the end.',
      '$substring("IMP-10293", 4)',
      '"10293"',
    ],
    ['substringBefore', 'text, mark', 'What stands before the first mark.', '$substringBefore("OR-4", "-")', '"OR"'],
    ['substringAfter', 'text, mark', 'What stands behind the first mark.', '$substringAfter("OR-4", "-")', '"4"'],
    [
      'replace',
      'text, pattern, with',
      'Every occurrence replaced; the pattern is a text or /regular expression/.',
      '$replace("1-2-3", "-", "")',
      '"123"',
    ],
    ['split', 'text, mark', 'Cut at each mark, as a list.', '$split("a,b", ",")', '["a", "b"]'],
    ['join', 'list, mark?', 'The texts of a list put together.', '$join(["a", "b"], "/")', '"a/b"'],
    [
      'pad',
      'text, width, fill?',
      'Filled up to a width; a negative width fills on the left.',
      '$pad("42", -6, "0")',
      '"000042"',
    ],
    ['contains', 'text, pattern', 'Whether the text has the pattern in it.', '$contains(item, "IMP")', 'true'],
    [
      'match',
      'text, pattern',
      'What a /regular expression/ finds, as a list.',
      '$match("L22", /[0-9]+/).match',
      '"22"',
    ],
    ['length', 'text', 'How many characters.', '$length("abc")', '3'],
    ['string', 'value', 'Any value as text.', '$string(12.5)', '"12.5"'],
    [
      'formatNumber',
      'number, picture',
      'A number written after a picture.',
      '$formatNumber(1234.5, "#,##0.00")',
      '"1,234.50"',
    ],
    ['base64encode', 'text', 'As Base64.', '$base64encode("ab")', '"YWI="'],
    ['base64decode', 'text', 'From Base64.', '$base64decode("YWI=")', '"ab"'],
    ['encodeUrlComponent', 'text', 'Safe as part of an address.', '$encodeUrlComponent("a b")', '"a%20b"'],
  ],
  Numbers: [
    ['number', 'value', 'A text as a number; true is 1.', '$number("12.5")', '12.5'],
    ['round', 'number, places?', 'To so many places, halves to the even neighbour.', '$round(2.345, 2)', '2.34'],
    ['floor', 'number', 'The whole number below.', '$floor(2.9)', '2'],
    ['ceil', 'number', 'The whole number above.', '$ceil(2.1)', '3'],
    ['abs', 'number', 'Without its sign.', '$abs(-3)', '3'],
    ['sum', 'list', 'Of all numbers, exactly.', '$sum(lines.quantity)', '12'],
    ['max', 'list', 'The largest number.', '$max(lines.quantity)', '4'],
    ['min', 'list', 'The smallest number.', '$min(lines.quantity)', '1'],
    ['average', 'list', 'The mean.', '$average([1, 2, 3])', '2'],
    ['power', 'number, exponent', 'Raised to a power.', '$power(2, 3)', '8'],
    ['sqrt', 'number', 'Square root.', '$sqrt(16)', '4'],
  ],
  Dates: [
    ['now', 'picture?, zone?', 'The moment the message was accepted.', '$now()', '"2026-11-17T15:42:10.000Z"'],
    ['millis', '', 'The moment of acceptance in milliseconds.', '$millis()', '1795102930000'],
    ['toMillis', 'text, picture?', 'A time as milliseconds since 1970.', '$toMillis("2026-11-17")', '1794873600000'],
    [
      'fromMillis',
      'number, picture?, zone?',
      'Milliseconds written as a time.',
      '$fromMillis(0, "[Y]-[M01]-[D01]")',
      '"1970-01-01"',
    ],
  ],
  Lists: [
    ['count', 'list', 'How many elements.', '$count(lines)', '3'],
    ['distinct', 'list', 'Each value once.', '$distinct(["a", "a"])', '["a"]'],
    ['append', 'list, list', 'One list behind the other.', '$append([1], [2])', '[1, 2]'],
    [
      'filter',
      'list, function',
      'Elements for which the function is true; lines[quantity > 1] is shorter.',
      '$filter(lines, function($l){ $l.quantity > 1 })',
      '[…]',
    ],
    ['map', 'list, function', 'The function over each element.', '$map(lines, function($l, $i){ $i })', '[0, 1]'],
    [
      'reduce',
      'list, function, start?',
      'All elements drawn together by a function.',
      '$reduce([1, 2], function($a, $b){ $a + $b })',
      '3',
    ],
    ['sort', 'list, function?', 'In order.', '$sort([3, 1, 2])', '[1, 2, 3]'],
    ['reverse', 'list', 'The last first.', '$reverse([1, 2])', '[2, 1]'],
    ['zip', 'list, list', 'Elements of the same place together.', '$zip([1, 2], [3, 4])', '[[1, 3], [2, 4]]'],
    [
      'single',
      'list, function?',
      'The only element; an error when there are more.',
      '$single(lines, function($l){ $l.line = 1 })',
      '{…}',
    ],
  ],
  Objects: [
    ['keys', 'object', 'The names of its fields.', '$keys(patient)', '["id", "authority"]'],
    ['lookup', 'object, name', 'The field of that name.', '$lookup(patient, "id")', '"MRN-448812"'],
    ['merge', 'list', 'Several objects as one; later ones win.', '$merge([patient, {"a": 1}])', '{…}'],
    [
      'sift',
      'object, function',
      'Fields for which the function is true.',
      '$sift(patient, function($v, $k){ $k = "id" })',
      '{…}',
    ],
    ['each', 'object, function', 'The function over each field.', '$each(patient, function($v, $k){ $k })', '["id"]'],
    ['spread', 'object', 'One object for each field.', '$spread({"a": 1, "b": 2})', '[{…}, {…}]'],
    ['type', 'value', 'string, number, boolean, null, array or object.', '$type(lines)', '"array"'],
  ],
  Logic: [
    ['exists', 'value', 'Whether there is such a value.', '$exists(caseId)', 'true'],
    ['boolean', 'value', 'Empty, 0 and nothing are false.', '$boolean("")', 'false'],
    ['not', 'value', 'The opposite.', '$not(chargeable)', 'false'],
    ['error', 'sentence', 'Stops the message with your own words.', '$error("No price for this item")', 'stops'],
    [
      'assert',
      'condition, sentence',
      'Stops the message unless the condition is true.',
      '$assert(quantity > 0, "Quantity must be positive")',
      'goes on',
    ],
  ],
  Tables: [
    [
      'table',
      'name, key, day?',
      'A row of a reference table by its key, or nothing. Several key columns as an object.',
      '$table("item-xref", item).erpItem',
      '"4711"',
    ],
  ],
  'Exact numbers': [
    ['decimalAdd', 'a, b', 'Sum without rounding.', '$decimalAdd(0.1, 0.2)', '0.3'],
    ['decimalSubtract', 'a, b', 'Difference without rounding.', '$decimalSubtract(0.3, 0.1)', '0.2'],
    ['decimalMultiply', 'a, b', 'Product without rounding.', '$decimalMultiply(quantity, price)', '25.5'],
    [
      'decimalDivide',
      'a, b, places',
      'Quotient to so many places, halves away from zero.',
      '$decimalDivide(10, 3, 2)',
      '3.33',
    ],
    [
      'decimalRound',
      'a, places?',
      'To so many places, halves away from zero: money.',
      '$decimalRound(2.345, 2)',
      '2.35',
    ],
    ['decimalCompare', 'a, b', '-1, 0 or 1.', '$decimalCompare(1, 2)', '-1'],
    ['decimalSum', 'list', 'Of all numbers, without rounding.', '$decimalSum(lines.price)', '12.3'],
  ],
};

export const functions: readonly FunctionHelp[] = functionGroups.flatMap((group) =>
  rows[group].map(([name, takes, help, example, gives]) => ({ name, takes, help, example, gives, group })),
);

const byName = new Map(functions.map((one) => [one.name, one]));

export function functionNamed(name: string): FunctionHelp | undefined {
  return byName.get(name);
}
