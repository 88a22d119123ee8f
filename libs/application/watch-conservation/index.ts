export { backTest, type BackTest, type TestedAlert } from './back-test.js';
export { deliverLegs, type ConservationInput, type Delivery } from './deliver-legs.js';
export { layThefts, THEFT_KINDS, type Theft, type TheftKind } from './drill.js';
