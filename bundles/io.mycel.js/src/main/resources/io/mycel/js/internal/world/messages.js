// Messages to the host and from it.
(function (world, host) {
  'use strict';

  // To the host a message is copied once, on its way out; it is not cloned before.
  world.define('postMessage', (message, options) => {
    const [plain, json, side] = world.encode(message, true);
    host.post(plain, json, side);
  });
  world.message = (data) => world.dispatch(globalThis, new MessageEvent('message', { data, origin: '' }));
});
