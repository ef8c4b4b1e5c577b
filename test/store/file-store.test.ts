import { FileStore } from '../../src/store/file-store.ts';
import { storeContract } from './contract.ts';
import { clock, temporaryFolders } from './temporary.ts';

const folder = temporaryFolders();

storeContract('FileStore', () => {
  return new FileStore({ directory: folder(), clock, onNotice: () => {} });
});
