// All of them, and before the editor's services are made: the TypeScript mode brings the rest later, and what comes later finds no services.
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/javascript/register';
