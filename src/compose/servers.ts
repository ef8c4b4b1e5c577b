export { LOCAL_SERVERS, type Probed, probeServer } from '../model/servers.ts';
