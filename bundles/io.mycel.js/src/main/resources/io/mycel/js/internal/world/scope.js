// The global object as a dedicated worker's: self, name, errors nobody caught.
(function (world, host) {
  'use strict';

  class WorkerGlobalScope extends EventTarget {}
  class DedicatedWorkerGlobalScope extends WorkerGlobalScope {}
  world.eventAttributes(WorkerGlobalScope.prototype, 'error', 'unhandledrejection', 'rejectionhandled', 'online', 'offline');
  world.eventAttributes(DedicatedWorkerGlobalScope.prototype, 'message', 'messageerror');
  Object.setPrototypeOf(globalThis, DedicatedWorkerGlobalScope.prototype);
  delete globalThis[Symbol.toStringTag]; // the engine's own says 'global'

  world.expose({ WorkerGlobalScope, DedicatedWorkerGlobalScope });
  world.define('self', globalThis);
  world.define('isSecureContext', true);
  world.define('crossOriginIsolated', false);
  world.define('origin', 'https://plugin.invalid');
  world.define('close', () => host.close());

  let reporting = false;
  world.reportError = (error) => {
    if (reporting) return; // an error handler that throws
    reporting = true;
    try {
      const event = new ErrorEvent('error', { message: 'Uncaught ' + String(error), error, cancelable: true });
      if (world.dispatch(globalThis, event)) host.log('error', 'Uncaught ' + world.describe(error));
    } finally {
      reporting = false;
    }
  };
  world.define('reportError', (error) => world.reportError(error));

  // Promises that were rejected and that nobody has looked at when the task is over.
  const rejected = new Map();
  Graal.setUnhandledPromiseRejectionHandler((reason, promise) => {
    if (rejected.size === 0) host.later(tellRejected);
    rejected.set(promise, reason);
  });
  const tellRejected = () => {
    const all = [...rejected];
    rejected.clear();
    for (const [promise, reason] of all) {
      const event = new PromiseRejectionEvent('unhandledrejection', { promise, reason, cancelable: true });
      if (world.dispatch(globalThis, event)) {
        host.log('error', 'A promise was rejected and nobody handles it: ' + world.describe(reason));
      }
    }
  };

  for (const name of ['Graal', 'load', 'loadWithNewGlobal', 'print', 'printErr', 'quit', 'read', 'readline', 'readbuffer',
    'Polyglot', 'Java', 'Packages', 'java', 'javax', 'javafx', 'com', 'org', 'edu', 'SharedArrayBuffer', 'Atomics']) {
    delete globalThis[name];
  }
});
