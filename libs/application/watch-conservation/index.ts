export { backTest, type BackTest, type TestedAlert } from './back-test.js';
export { closeAlert, type CloseAlert } from './close-alert.js';
export { deliverLegs, type ConservationInput, type Delivery } from './deliver-legs.js';
export { layThefts, THEFT_KINDS, type Theft, type TheftKind } from './drill.js';
export { watchLegs, type LegsWatched } from './watch-legs.js';
export { watchConservation, type WatchConservationPorts, type WatchOutcome } from './watch-conservation.js';
