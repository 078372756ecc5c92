// WebAssembly is not offered: it says so where it is used, not by a missing name.
(function (world, host) {
  'use strict';

  const MESSAGE = 'WebAssembly is not offered to plugins here: take a build of the library in plain JavaScript, or run the plugin in a browser';
  const fail = () => {
    throw new DOMException(MESSAGE, 'NotSupportedError');
  };
  const reject = async () => fail();
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}

  world.define('WebAssembly', Object.freeze({
    validate: () => false,
    compile: reject,
    compileStreaming: reject,
    instantiate: reject,
    instantiateStreaming: reject,
    Module: class Module { constructor() { fail(); } },
    Instance: class Instance { constructor() { fail(); } },
    Memory: class Memory { constructor() { fail(); } },
    Table: class Table { constructor() { fail(); } },
    Global: class Global { constructor() { fail(); } },
    CompileError, LinkError, RuntimeError,
  }));
});
