// The object `api` of ImJoy's plugins, in both spellings. What needs a screen goes to the user
// interface of the server, which may be its log only. A function of (world, host), as those of the
// world are; host.ask is the server.
(function (world, host) {
  'use strict';

  // No regular expression: the first one of a JVM loads some two hundred classes.
  const snake = (name) => {
    let out = '';
    let from = 0;
    for (let i = 0; i < name.length; i++) {
      if (name[i] >= 'A' && name[i] <= 'Z') {
        out += name.slice(from, i) + '_' + name[i].toLowerCase();
        from = i + 1;
      }
    }
    return out + name.slice(from);
  };
  const both = (methods, into) => {
    for (const [name, method] of Object.entries(methods)) {
      into[name] = method;
      into[snake(name)] = method;
    }
    return into;
  };
  const asking = (prefix, ...names) =>
    Object.fromEntries(names.map((name) => [name, (...args) => host.ask(prefix + name, args)]));

  const show = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return world.describe(value);
    if (value?.type === 'image') return '[an image]';
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  const write = async (level, args) => {
    world.host.log(level, args.map(show).join(' '));
  };

  const listeners = new Map(); // event -> functions
  const emit = (event, args) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(...args);
  };
  const listen = (event, listener) => {
    if (typeof listener !== 'function') throw new TypeError(`on: the listener of '${event}' is no function`);
    if (!listeners.has(event)) listeners.set(event, new Set());
    listeners.get(event).add(listener);
  };

  const functionOf = async (name, path) => {
    const other = await host.ask('getPlugin', [name]);
    const found = String(path).split('.').reduce((at, step) => at?.[step], other);
    if (typeof found !== 'function') throw new Error(`the plugin '${name}' has no function '${path}'`);
    return found;
  };

  // The folders of the workspace that the plugin may read, as a file manager of ImJoy.
  const onlyRead = (...names) =>
    Object.fromEntries(names.map((name) => [name, async () => {
      throw new DOMException(`${name}: files of the workspace can only be read`, 'NotAllowedError');
    }]));
  const workspaceFiles = both({
    ...asking('', 'listFiles'),
    readFile: async (...args) => (await host.ask('readFile', args)).content,
    getFile: async (...args) => {
      const { name, content, lastModified } = await host.ask('readFile', args);
      return new File([content], name, { lastModified });
    },
    ...onlyRead('putFile', 'removeFile', 'requestUploadUrl', 'getFileUrl'),
  }, { name: 'workspace', type: 'file-manager' });

  const api = both({
    ...asking('ui.', 'alert', 'confirm', 'prompt', 'createWindow', 'getWindow', 'showDialog', 'showFileDialog', 'showProgress',
      'showStatus', 'showMessage', 'showSnackbar', 'exportFile', 'uploadFileToUrl', 'downloadFileFromUrl', 'requestUploadUrl',
      'getFileUrl', 'getFilePath'),
    log: (...args) => write('info', args),
    error: (...args) => write('error', args),
    progress: (value) => write('info', [`progress: ${Math.round(value > 0 && value < 1 ? value * 100 : value)}%`]),

    ...asking('', 'getPlugin', 'loadPlugin', 'getService', 'getServices', 'listServices', 'registerService', 'unregisterService',
      'installPlugin', 'uninstallPlugin', 'getEngine', 'getEngineFactory'),
    getFileManager: async (...args) => {
      const found = await host.ask('getFileManager', args);
      return found === workspaceFiles.name ? workspaceFiles : found;
    },
    register: (...args) => host.ask('registerService', args),
    unregister: (...args) => host.ask('unregisterService', args),
    call: async (name, path, ...args) => (await functionOf(name, path))(...args),
    run: async (name, context) => (await functionOf(name, 'run'))(context ?? {}),
    disposeObject: async (object) => { await object?._dispose?.(); },

    ...asking('', 'getConfig', 'setConfig', 'getAttachment'),

    export: async (value) => world.plugin.export(value),
    init: async () => {},
    registerCodec: async (codec) => world.registerCodec(codec),
    on: listen,
    off: (event, listener) => {
      if (listener === undefined) listeners.delete(event);
      else listeners.get(event)?.delete(listener);
    },
    emit: (event, ...args) => emit(event, args),
    onClose: (listener) => listen('close', listener),
    echo: async (value) => value,
    connectToServer: async () => api,

    utils: both({
      ...asking('ui.', 'openUrl', 'showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'),
      sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000)),
      $forceUpdate: async () => {},
      assert: (condition, message) => {
        if (!condition) throw new Error(message ?? 'assertion failed');
      },
    }, {}),
  }, {});
  const configure = (config) => Object.assign(api, {
    config,
    id: config.id,
    TAG: config.tag,
    WORKSPACE: config.workspace,
    VERSION: config.version,
    ENGINE_URL: null,
    FILE_MANAGER_URL: null,
  });

  world.plugin = { emit, configure };
  world.define('api', api);
});
