// DOMException (WebIDL).
(function (world, host) {
  'use strict';

  // No regular expression: the first one of a JVM loads some two hundred classes.
  const CODES = {
    IndexSizeError: ['INDEX_SIZE_ERR', 1], HierarchyRequestError: ['HIERARCHY_REQUEST_ERR', 3],
    WrongDocumentError: ['WRONG_DOCUMENT_ERR', 4], InvalidCharacterError: ['INVALID_CHARACTER_ERR', 5],
    NoModificationAllowedError: ['NO_MODIFICATION_ALLOWED_ERR', 7], NotFoundError: ['NOT_FOUND_ERR', 8],
    NotSupportedError: ['NOT_SUPPORTED_ERR', 9], InUseAttributeError: ['INUSE_ATTRIBUTE_ERR', 10],
    InvalidStateError: ['INVALID_STATE_ERR', 11], SyntaxError: ['SYNTAX_ERR', 12],
    InvalidModificationError: ['INVALID_MODIFICATION_ERR', 13], NamespaceError: ['NAMESPACE_ERR', 14],
    InvalidAccessError: ['INVALID_ACCESS_ERR', 15], TypeMismatchError: ['TYPE_MISMATCH_ERR', 17],
    SecurityError: ['SECURITY_ERR', 18], NetworkError: ['NETWORK_ERR', 19], AbortError: ['ABORT_ERR', 20],
    URLMismatchError: ['URL_MISMATCH_ERR', 21], QuotaExceededError: ['QUOTA_EXCEEDED_ERR', 22],
    TimeoutError: ['TIMEOUT_ERR', 23], InvalidNodeTypeError: ['INVALID_NODE_TYPE_ERR', 24],
    DataCloneError: ['DATA_CLONE_ERR', 25],
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
      return CODES[this.#name]?.[1] ?? 0;
    }
  }
  for (const [constant, value] of Object.values(CODES)) {
    Object.defineProperty(DOMException, constant, { value, enumerable: true });
  }
  world.expose({ DOMException });
});
