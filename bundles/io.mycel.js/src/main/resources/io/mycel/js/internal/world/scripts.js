// importScripts, modules, and a CommonJS loader for the plugin's own files.
(function (world, host) {
  'use strict';

  world.define('importScripts', (...urls) => {
    for (const url of urls) host.runScript(String(url));
  });

  world.import = (path) => import(path);
});
