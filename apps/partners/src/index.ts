export { type Partners, type PartnersOptions, startPartners } from './start.ts';
