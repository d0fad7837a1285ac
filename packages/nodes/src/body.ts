/** What leaves the house for a message: its JSON text, or the string itself when the message is a JSON string. */
export function bodyOf(message: string): { text: string; type: string } {
  return message.startsWith('"')
    ? { text: JSON.parse(message) as string, type: 'text/plain; charset=utf-8' }
    : { text: message, type: 'application/json' };
}
