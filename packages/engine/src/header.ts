const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/u;
/** Printable Latin-1 and the tab: what a header can carry (RFC 9110 section 5.5). */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;

/** Whether HTTP can carry a header of this name and value: no line ends, no NUL, nothing beyond Latin-1. */
export const isHeaderName = (name: string): boolean => NAME.test(name);
export const isHeaderValue = (value: string): boolean => VALUE.test(value);
