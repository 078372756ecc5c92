// DOMException (WebIDL), and how errors that nobody caught are told.
(function (world, host) {
  'use strict';

  const CODES = {
    IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
    NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10,
    InvalidStateError: 11, SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14,
    InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19, AbortError: 20,
    URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24,
    DataCloneError: 25,
  };

  class DOMException extends Error {
    #name;

    constructor(message = '', options = 'Error') {
      const named = options !== null && typeof options === 'object';
      super(String(message), named && 'cause' in options ? { cause: options.cause } : undefined);
      this.#name = String(named ? (options.name ?? 'Error') : options);
    }

    get name() {
      return this.#name;
    }

    get code() {
      return CODES[this.#name] ?? 0;
    }
  }
  for (const [name, code] of Object.entries(CODES)) {
    const constant = name.replace(/Error$/, '').replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase() + '_ERR';
    Object.defineProperty(DOMException, constant, { value: code, enumerable: true });
  }
  world.expose({ DOMException });

  // The stack without the lines of this world, which tell a plugin's author nothing.
  world.stackOf = (error) =>
    String(error?.stack ?? '')
      .split('\n')
      .filter((line) => !line.includes('mycel:') && !/\((native|Unnamed)/.test(line))
      .join('\n');

  world.describe = (error) => {
    try {
      return error instanceof Error ? world.stackOf(error) || String(error) : String(error);
    } catch {
      return 'a value that has no text';
    }
  };
});
