// The object `api` of ImJoy's plugins, in both spellings. What needs a screen goes to the user
// interface of the server, which may be its log only. A function of (world, host), as those of the
// world are; host.ask is the server.
(function (world, host) {
  'use strict';

  // The other spelling of each name that has one. Each world would look for capitals otherwise, for a millisecond.
  const SNAKE = {
    __proto__: null,
    $forceUpdate: '$force_update', connectToServer: 'connect_to_server', createWindow: 'create_window', disposeObject: 'dispose_object',
    downloadFileFromUrl: 'download_file_from_url', exportFile: 'export_file', getAttachment: 'get_attachment', getConfig: 'get_config',
    getEngine: 'get_engine', getEngineFactory: 'get_engine_factory', getFile: 'get_file', getFileManager: 'get_file_manager',
    getFilePath: 'get_file_path', getFileUrl: 'get_file_url', getPlugin: 'get_plugin', getService: 'get_service',
    getServices: 'get_services', getWindow: 'get_window', installPlugin: 'install_plugin', listFiles: 'list_files',
    listServices: 'list_services', loadPlugin: 'load_plugin', onClose: 'on_close', openUrl: 'open_url', putFile: 'put_file',
    readFile: 'read_file', registerCodec: 'register_codec', registerService: 'register_service', removeFile: 'remove_file',
    requestUploadUrl: 'request_upload_url', setConfig: 'set_config', showDialog: 'show_dialog',
    showDirectoryPicker: 'show_directory_picker', showFileDialog: 'show_file_dialog', showMessage: 'show_message',
    showOpenFilePicker: 'show_open_file_picker', showProgress: 'show_progress', showSaveFilePicker: 'show_save_file_picker',
    showSnackbar: 'show_snackbar', showStatus: 'show_status', uninstallPlugin: 'uninstall_plugin',
    unregisterService: 'unregister_service', uploadFileToUrl: 'upload_file_to_url',
  };
  const both = (methods, into) => {
    for (const [name, method] of Object.entries(methods)) {
      into[name] = method;
      if (SNAKE[name] !== undefined) into[SNAKE[name]] = method;
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
    unregister: (...args) => host.ask('unregister', args),
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
