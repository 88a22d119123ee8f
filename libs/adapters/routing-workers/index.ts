export { openRouteWorkers, type RouteWorkers } from './route-workers.js';
