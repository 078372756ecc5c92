package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;

/** A client wants the hub to keep more than it may. */
final class LimitException extends HubException {
  private static final long serialVersionUID = 1L;

  LimitException(String message) {
    super(Kind.INVALID, message);
  }
}
